package import Diagnostics

/// What `netspec explain` says of a diagnostic's code: what is wrong, why, and a spec with it and one without.
package struct Explanation: Sendable {
    package let code: Diagnostic.Code
    /// One line, without a full stop.
    package let summary: String
    /// A few sentences.
    package let text: String
    package let wrong: Example
    package let right: Example

    init(_ code: Diagnostic.Code, _ summary: String, _ text: String, wrong: Example, right: Example) {
        self.code = code
        self.summary = summary
        self.text = text
        self.wrong = wrong
        self.right = right
    }
}

extension Explanation {
    /// A spec, the files around it, and the command that reads it.
    package struct Example: Sendable {
        /// The command of most examples.
        package static let plainCommand = ["validate", specName]
        package static let specName = "spec.yaml"

        /// By name, in the order in which a reader wants them.
        package let files: [(name: String, text: String)]
        /// What follows `netspec` on the command line.
        package let command: [String]
        /// Whether the files are saved in Latin-1, and so are no UTF-8 where a letter has an accent.
        package let isLatin1: Bool
        /// The beginning of a spec that is too long to be shown.
        package let excerpt: String?

        /// - Parameter spec: the text of `spec.yaml`; nil where there is no such file.
        init(
            _ spec: String?, besides others: KeyValuePairs<String, String> = [:], command: [String] = plainCommand,
            isLatin1: Bool = false, excerpt: String? = nil
        ) {
            let spec = spec.map { [(name: Self.specName, text: $0 + "\n")] } ?? []
            files = spec + others.map { (name: $0.key, text: $0.value + "\n") }
            self.command = command
            self.isLatin1 = isLatin1
            self.excerpt = excerpt
        }
    }
}

extension Explanation.Example: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}
