import Caffe
import Diagnostics
import Networks
import Recipes
import SpecModules
import SpecSyntax

/// What lints look at: a spec without errors, and the text that it came from.
struct LintSubject {
    let network: Network
    let data: DataSettings?
    let training: TrainSettings?
    let tree: SyntaxNode
    /// Where the values of the spec's fields are written: `train.optimizer.rate`.
    let written: WrittenValues
    let file: SourceFile
    let library: ModuleLibrary
    let levels: LintLevels

    /// A finding about a node, at the value of a field if that was written.
    func finding(
        _ message: String, at node: Int, field: String? = nil, help: String? = nil, notes: [Diagnostic.Note] = []
    ) -> Lint.Finding {
        Lint.Finding(
            message, at: span(of: node, field: field), help: help,
            notes: notes + (network.nodes[node].origin?.trace ?? []),
            node: node)
    }

    /// Whether a node stands in a file of Caffe's, whose words remedies then use.
    func isOfCaffe(_ node: Int) -> Bool { network.nodes[node].origin?.kindSpan.file.isForeign ?? false }

    /// What a node's field is called where the node stands.
    func word(_ field: String, at node: Int) -> String {
        isOfCaffe(node) ? CaffeWords.name(of: field) : field
    }

    /// The place of a node's field if it was written, or of its name.
    func span(of node: Int, field: String? = nil) -> SourceSpan {
        let layer = network.nodes[node].origin
        return layer?.fields.first { $0.key == field }?.value.span ?? layer?.kindSpan ?? .beginning(of: file)
    }
}
