import Diagnostics

/// A habit that is allowed and seldom meant. Each has a name, which is its diagnostics' code and which the spec's `lint`
/// can silence.
struct Lint: Sendable {
    /// `bias-before-batch-norm`
    let code: Diagnostic.Code
    /// The name in specs.
    var name: String { code.rawValue }
    /// One line for the reference documentation.
    let help: String
    /// Whether its findings are of layers, so that a step can silence it.
    let isOfLayers: Bool
    /// What it finds in a spec without errors.
    let findings: @Sendable (LintSubject) -> [Finding]

    init(
        _ code: Diagnostic.Code, help: String, isOfLayers: Bool = true,
        findings: @escaping @Sendable (LintSubject) -> [Finding]
    ) {
        self.code = code
        self.help = help
        self.isOfLayers = isOfLayers
        self.findings = findings
    }

    /// A diagnostic that has not yet got its code and severity.
    struct Finding {
        let message: String
        let span: SourceSpan?
        let help: String?
        let notes: [Diagnostic.Note]
        /// The layer that it is of; of several that are written at one place, the first.
        let node: Int?

        init(
            _ message: String, at span: SourceSpan?, help: String? = nil, notes: [Diagnostic.Note] = [],
            node: Int? = nil
        ) {
            self.node = node
            self.message = message
            self.span = span
            self.help = help
            self.notes = notes
        }
    }
}
