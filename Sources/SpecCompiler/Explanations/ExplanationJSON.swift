import Diagnostics

/// An explanation in the form that `explain --format json` gives; field names are those of the output.
package struct ExplanationJSON: Encodable, Sendable {
    struct File: Encodable, Sendable {
        let name: String
        let text: String
    }

    struct Example: Encodable, Sendable {
        let command: [String]
        let files: [File]

        init(_ example: Explanation.Example) {
            command = ["netspec"] + example.command
            files = example.files.map { File(name: $0.name, text: $0.text) }
        }
    }

    let code: String
    let summary: String
    let text: String
    let wrong: Example
    let right: Example

    package init(_ explanation: Explanation) {
        code = explanation.code.rawValue
        summary = explanation.summary
        text = explanation.text
        wrong = Example(explanation.wrong)
        right = Example(explanation.right)
    }
}
