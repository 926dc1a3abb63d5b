import Diagnostics
import SpecSyntax

/// Explanations for people.
package struct ExplanationText: Sendable {
    private let width: Int

    /// - Parameter width: the columns of the terminal; nil where there is none.
    package init(width: Int?) {
        self.width = max(20, min(width ?? 100, 100))
    }

    /// One explanation with its examples.
    package func render(_ explanation: Explanation) -> String {
        let heading = wrapped("\(explanation.code.rawValue): \(explanation.summary)", to: width)
        let blocks =
            [heading.joined(separator: "\n"), wrapped(explanation.text, to: width).joined(separator: "\n")]
            + example("Wrong", explanation.wrong) + example("Right", explanation.right)
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// A line for each code.
    package func list(_ explanations: [Explanation]) -> String {
        let column = explanations.map(\.code.rawValue.count).reduce(0, max) + 2
        return explanations.map { explanation in
            let gap = String(repeating: " ", count: column - explanation.code.rawValue.count)
            return explanation.code.rawValue + gap + explanation.summary + "\n"
        }.joined()
    }

    private func example(_ title: String, _ example: Explanation.Example) -> [String] {
        let isPlain = example.command == Explanation.Example.plainCommand && !example.files.isEmpty
        let command = isPlain ? "" : ", in `netspec \(abbreviated(example.command.joined(separator: " ")))`"
        let encoding = example.isLatin1 ? ", saved as Latin-1" : ""
        let files = example.files.map { file in
            let name = example.files.count > 1 ? ["\(file.name):"] : []
            return (name + indented(example.excerpt ?? file.text)).joined(separator: "\n")
        }
        let none = files.isEmpty ? ["    (there is no such file)"] : []
        return ["\(title)\(command)\(encoding):"] + files + none
    }

    private func indented(_ text: String) -> [String] {
        text.split(separator: "\n").map { "    " + $0 }
    }
}
