import Caffe
import Diagnostics
import Networks
import Recipes
import SpecModules
import SpecSyntax

/// What lints look at: a spec without errors, and the text that it came from.
struct LintSubject {
    let network: Network
    /// As what each of the network's nodes is written, in their order.
    let layers: [ExpandedLayer]
    let data: DataSettings?
    let training: TrainSettings?
    /// The spec, for places in `train`.
    let tree: SyntaxNode
    let file: SourceFile
    let library: ModuleLibrary
    let levels: LintLevels

    /// What is written in `train` for a field of a field, as the `rate` of `optimizer`; nil where it is left out.
    func value(of field: String, in owner: String) -> SyntaxNode? {
        tree["train"]?[owner].flatMap { $0[field] ?? NamedUse($0)?.value?[field] }
    }

    /// A finding about a node, at the value of a field if that was written.
    func finding(
        _ message: String, at node: Int, field: String? = nil, help: String? = nil, notes: [Diagnostic.Note] = []
    ) -> Lint.Finding {
        Lint.Finding(
            message, at: span(of: node, field: field), help: help, notes: notes + layers[node].trace,
            node: node)
    }

    /// Whether a node stands in a file of Caffe's, whose words remedies then use.
    func isOfCaffe(_ node: Int) -> Bool { layers[node].kindSpan.file.isForeign }

    /// What a node's field is called where the node stands.
    func word(_ field: String, at node: Int) -> String {
        isOfCaffe(node) ? CaffeWords.name(of: field) : field
    }

    /// The place of a node's field if it was written, or of its name.
    func span(of node: Int, field: String? = nil) -> SourceSpan {
        let written = layers[node].fields.first { $0.key == field }
        return written?.value.span ?? layers[node].kindSpan
    }
}
