/// What a SARIF log says of a code.
package struct SARIFRule: Encodable, Sendable {
    let id: String
    private let shortDescription: SARIFMessage
    private let fullDescription: SARIFMessage
    private let help: SARIFMessage
    private let defaultConfiguration: Configuration

    private struct Configuration: Encodable, Sendable {
        let level: String
    }

    /// - Parameters:
    ///   - summary: one line without a full stop.
    ///   - text: a few sentences.
    package init(code: Diagnostic.Code, summary: String, text: String, severity: Diagnostic.Severity) {
        id = code.rawValue
        shortDescription = SARIFMessage(summary)
        fullDescription = SARIFMessage(text)
        help = SARIFMessage("\(text) `netspec explain \(code.rawValue)` shows a wrong and a right example.")
        defaultConfiguration = Configuration(level: severity.rawValue)
    }
}
