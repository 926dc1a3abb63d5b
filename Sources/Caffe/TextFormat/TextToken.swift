import Diagnostics

/// A piece of text in protobuf's text format: a word, a number, a text in quotes, or a sign.
struct TextToken {
    enum Kind: Equatable {
        case word
        case integer
        case decimal
        /// The text is what the literal stands for.
        case string
        /// One of `{}<>[]:;,-./`.
        case sign
        case end
    }

    let kind: Kind
    let text: String
    let span: SourceSpan

    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

    /// What was found, for messages.
    var foundText: String {
        switch kind {
        case .end: "the end of the file"
        case .string: "a text in quotes"
        case .word, .integer, .decimal, .sign: "`\(abbreviated(text))`"
        }
    }
}

/// What ended the reading of a text.
struct TextFailure: Error {
    let diagnostic: Diagnostic

    init(_ message: String, at span: SourceSpan, help: String, code: Diagnostic.Code = .prototxtSyntax) {
        diagnostic = Diagnostic(code, message, at: span, help: help)
    }
}
