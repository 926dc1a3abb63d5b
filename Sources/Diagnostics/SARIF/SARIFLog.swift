/// Diagnostics in SARIF 2.1.0, which tools for code review read; names are those of the format.
///
/// Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 2020.
package struct SARIFLog: Encodable, Sendable {
    private let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    private let version = "2.1.0"
    private let runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    /// - Parameters:
    ///   - version: the program's.
    ///   - rules: what is known of each code; those of which there is no diagnostic are left out.
    ///   - isComplete: whether all files could be read.
    package init(_ diagnostics: [Diagnostic], version: String, rules: [SARIFRule], isComplete: Bool) {
        let codes = Set(diagnostics.map(\.code.rawValue))
        let used = rules.filter { codes.contains($0.id) }
        let places = Dictionary(used.enumerated().map { ($1.id, $0) }) { first, _ in first }
        runs = [
            Run(
                tool: Tool(driver: Driver(version: version, semanticVersion: version, rules: used)),
                invocations: [Invocation(executionSuccessful: isComplete)],
                results: diagnostics.map { SARIFResult($0, ruleIndex: places[$0.code.rawValue]) })
        ]
    }

    private struct Run: Encodable, Sendable {
        let tool: Tool
        let invocations: [Invocation]
        let results: [SARIFResult]
        /// Columns of `SourcePosition` count Unicode scalars.
        let columnKind = "unicodeCodePoints"
        /// Where `SourceFile` ends a line.
        let newlineSequences = ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    }

    private struct Tool: Encodable, Sendable {
        let driver: Driver
    }

    private struct Driver: Encodable, Sendable {
        let name = "netspec"
        let version: String
        let semanticVersion: String
        let rules: [SARIFRule]
    }

    private struct Invocation: Encodable, Sendable {
        let executionSuccessful: Bool
    }
}
