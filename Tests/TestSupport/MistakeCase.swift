package import Diagnostics
package import Testing

/// A text with mistakes, and beside it what must be said of them: no more, no less, in this order. Each has a remedy.
///
/// An expectation is `line:column code`, then words of the message, then, behind ` | `, words of the help.
package struct MistakeCase: Sendable, CustomTestStringConvertible {
    package let text: String
    package let expected: [String]

    package init(_ text: String, _ expected: String...) { self.init(text, expected) }

    package init(_ text: String, _ expected: [String]) {
        self.text = text
        self.expected = expected
    }

    package var testDescription: String { text.debugDescription }

    package func check(_ diagnostics: [Diagnostic], sourceLocation: SourceLocation = #_sourceLocation) {
        let found = diagnostics.map(described)
        let agrees = found.count == expected.count && zip(expected, found).allSatisfy(agree)
        #expect(agrees, "\(text)\nexpected \(expected)\nfound    \(found)", sourceLocation: sourceLocation)
        for diagnostic in diagnostics where diagnostic.help == nil {
            Issue.record("without a remedy: \(diagnostic.message)", sourceLocation: sourceLocation)
        }
    }

    private func agree(_ expected: String, _ found: String) -> Bool {
        let wanted = expected.split(separator: " | ", maxSplits: 1)
        let given = found.split(separator: " | ", maxSplits: 1)
        let words = wanted[0].split(separator: " ", maxSplits: 2)
        return given[0].hasPrefix(words.prefix(2).joined(separator: " ") + " ")
            && (words.count < 3 || given[0].contains(words[2]))
            && (wanted.count < 2 || given.count == 2 && given[1].contains(wanted[1]))
    }
}

/// A diagnostic in the form of an expectation.
package func described(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.span.map { "\($0.start.line):\($0.start.column)" } ?? "-"
    return "\(place) \(diagnostic.code) \(diagnostic.message)" + (diagnostic.help.map { " | \($0)" } ?? "")
}
