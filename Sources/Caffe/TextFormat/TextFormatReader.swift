package import Diagnostics

/// Reads protobuf's text format, the notation of Caffe's `.prototxt` files.
///
/// `name: value`, `name { … }`, `name < … >`, `name: [1, 2]` and `[extension.name]: value`, with `;` or `,` behind a field
/// where one likes, and comments from `#` to the line's end. Source: protobuf's text format language specification.
package struct TextFormatReader {
    /// Messages and lists nested deeper are refused; protobuf's own limit.
    package static let deepestNesting = 100
    /// Fields and items of lists.
    package static let largestMessage = 250_000

    private var lexer: TextLexer
    private var token: TextToken
    private let collector: DiagnosticCollector
    private var count = 0

    /// The message that a file holds; nil, with the reason in `collector`, where it is none.
    package static func read(_ file: SourceFile, into collector: DiagnosticCollector) -> TextMessage? {
        do throws(TextFailure) {
            var reader = try TextFormatReader(file, collector)
            let start = SourceSpan.beginning(of: file)
            let fields = try reader.fields(until: nil, depth: 0)
            return TextMessage(fields: fields, span: start.through(reader.token.span))
        } catch {
            collector.report(error.diagnostic)
            return nil
        }
    }

    private init(_ file: SourceFile, _ collector: DiagnosticCollector) throws(TextFailure) {
        lexer = TextLexer(file)
        token = try lexer.next()
        self.collector = collector
    }

    /// The token here, and goes on to the next.
    private mutating func take() throws(TextFailure) -> TextToken {
        let taken = token
        token = try lexer.next()
        return taken
    }

    private mutating func takes(_ sign: String) throws(TextFailure) -> Bool {
        guard token.isSign(sign) else { return false }
        _ = try take()
        return true
    }

    /// - Parameter end: what closes the message, with the sign that opened it; nil for the file's own.
    private mutating func fields(
        until end: (sign: String, opened: TextToken)?, depth: Int
    ) throws(TextFailure) -> [TextMessage.Field] {
        guard depth <= Self.deepestNesting else {
            throw TextFailure(
                "messages must not nest deeper than \(Self.deepestNesting)", at: token.span,
                help: "no message of Caffe's is that deep: close those around with `}`", code: .tooDeep)
        }
        var fields: [TextMessage.Field] = []
        while true {
            if let end, token.isSign(end.sign) { return fields }
            if token.kind == .end {
                guard let end else { return fields }
                throw TextFailure(
                    "the message that begins here must end with `\(end.sign)`, and the file ends", at: end.opened.span,
                    help: "add `\(end.sign)` where it ends")
            }
            fields.append(try field(depth: depth))
            if try !takes(";") { _ = try takes(",") }
        }
    }

    private mutating func field(depth: Int) throws(TextFailure) -> TextMessage.Field {
        try countOne()
        let (name, span) = try fieldName()
        let hasColon = try takes(":")
        if token.isSign("{") || token.isSign("<") {
            return TextMessage.Field(name: name, nameSpan: span, value: .message(try message(depth: depth + 1)))
        }
        guard hasColon else {
            throw TextFailure(
                "behind the field `\(abbreviated(name))` there must be `:` and a value, or `{`, found \(token.foundText)",
                at: token.span, help: "write `\(abbreviated(name)): …` or `\(abbreviated(name)) { … }`")
        }
        return TextMessage.Field(name: name, nameSpan: span, value: try value(of: name, depth: depth + 1))
    }

    private mutating func countOne() throws(TextFailure) {
        count += 1
        guard count <= Self.largestMessage else {
            throw TextFailure(
                "a file must have at most \(Self.largestMessage) fields and items of lists", at: token.span,
                help: "leave out `blobs`: weights belong into a file of weights", code: .tooLarge)
        }
    }

    /// A word, or the name of an extension in brackets.
    private mutating func fieldName() throws(TextFailure) -> (String, SourceSpan) {
        if token.kind == .word {
            let word = try take()
            return (word.text, word.span)
        }
        guard token.isSign("[") else {
            let closes = token.isSign("}") || token.isSign(">")
            throw TextFailure(
                "a field must begin with its name, found \(token.foundText)", at: token.span,
                help: closes ? "remove it: nothing is open here that it could close" : "write `name: value`")
        }
        let open = try take()
        var name = ""
        while token.kind == .word || token.kind == .integer || token.isSign(".") || token.isSign("/")
            || token.isSign("-")
        {
            name += try take().text
        }
        guard token.isSign("]"), !name.isEmpty else {
            throw TextFailure(
                "the name of an extension must end with `]`, found \(token.foundText)", at: token.span,
                help: "write `[package.name]: value`")
        }
        return ("[\(name)]", open.span.through(try take().span))
    }

    private mutating func message(depth: Int) throws(TextFailure) -> TextMessage {
        let open = try take()
        let end = open.text == "{" ? "}" : ">"
        let fields = try fields(until: (end, open), depth: depth)
        return TextMessage(fields: fields, span: open.span.through(try take().span))
    }

    private mutating func value(of name: String, depth: Int) throws(TextFailure) -> TextMessage.Value {
        if token.isSign("{") || token.isSign("<") { return .message(try message(depth: depth)) }
        if token.isSign("[") { return try list(of: name, depth: depth) }
        return .scalar(try scalar(of: name))
    }

    private mutating func list(of name: String, depth: Int) throws(TextFailure) -> TextMessage.Value {
        let open = try take()
        var items: [TextMessage.Value] = []
        while !token.isSign("]") {
            if !items.isEmpty, try !takes(",") {
                throw TextFailure(
                    "between the items of a list there must be `,`, found \(token.foundText)", at: token.span,
                    help: "write `\(abbreviated(name)): [1, 2]`")
            }
            guard !token.isSign("[") else {
                throw TextFailure("a list must not hold lists", at: token.span, help: "write one list")
            }
            try countOne()
            items.append(try value(of: name, depth: depth))
        }
        return .list(items, open.span.through(try take().span))
    }

    private mutating func scalar(of name: String) throws(TextFailure) -> TextMessage.Scalar {
        let first = try take()
        switch first.kind {
        case .string:
            var (text, span) = (first.text, first.span)
            while token.kind == .string {
                let more = try take()
                text += more.text
                span = span.through(more.span)
            }
            return .init(kind: .string, text: text, span: span)
        case .word: return .init(kind: .word, text: first.text, span: first.span)
        case .integer: return .init(kind: .integer, text: first.text, span: first.span)
        case .decimal: return .init(kind: .decimal, text: first.text, span: first.span)
        case .sign where first.text == "-":
            if [.word, .integer, .decimal].contains(token.kind) {
                let rest = try take()
                let kind: TextMessage.Scalar.Kind =
                    rest.kind == .word ? .word : rest.kind == .integer ? .integer : .decimal
                return .init(kind: kind, text: "-" + rest.text, span: first.span.through(rest.span))
            }
        case .sign, .end: break
        }
        throw TextFailure(
            "the field `\(abbreviated(name))` must have a value, found \(first.foundText)", at: first.span,
            help: "write `\(abbreviated(name)): …`")
    }
}

extension SourceSpan {
    /// From the beginning of this one to the end of another in the same file.
    func through(_ other: SourceSpan) -> SourceSpan { SourceSpan(file: file, start: start, end: other.end) }
}
