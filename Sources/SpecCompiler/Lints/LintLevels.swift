import Diagnostics
import SpecModules
import SpecSyntax

/// What becomes of findings: what the step nearest to a layer says of a lint, or else what the spec says.
struct LintLevels: Sendable {
    private let settings: LintSettings
    /// What is said in steps, for each layer.
    private let ofLayers: [[Diagnostic.Code: LintSettings.Level]]

    /// Reads what layers and the steps around them say; mistakes are reported.
    init(_ settings: LintSettings, layers: [ExpandedLayer], into collector: DiagnosticCollector) {
        self.settings = settings
        ofLayers = layers.map { layer in
            let context = FieldContext(collector: collector, trace: layer.trace)
            return layer.lints.reversed().reduce(into: [:]) { levels, node in
                levels.merge(Self.read(node, context)) { _, nearer in nearer }
            }
        }
    }

    /// - Parameter node: the layer that a finding is of; nil for one of the whole.
    func level(of lint: Diagnostic.Code, at node: Int?) -> LintSettings.Level {
        node.flatMap { ofLayers[$0][lint] } ?? settings.level(of: lint)
    }

    private static func read(_ node: SyntaxNode, _ context: FieldContext) -> [Diagnostic.Code: LintSettings.Level] {
        guard let entries = node.mapping else {
            context.report(
                Diagnostic(
                    .wrongType, "`lint` must be a mapping from lints to levels, found \(node.foundText)",
                    at: node.span, help: "write, for example, `lint: {unseen-input: off}`"))
            return [:]
        }
        let fields = FieldReader(entries, of: "lint", at: node.span, context: context)
        let levels = LintSettings.readStep(fields)
        fields.finish()
        return levels
    }
}
