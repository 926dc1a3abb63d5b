import Diagnostics
import Layers
import Networks
import Planning
import SpecModules
import SpecSyntax
import Tensors
import Testing

/// The network of these steps, on 3 × 8 × 8 pictures.
func network(_ steps: String) throws -> Network {
    let collector = DiagnosticCollector()
    let tree = try #require(YAMLReader.read(SourceFile(path: "steps", text: steps), into: collector))
    let inputs = LayerCatalogue.kinds.map { kind in
        switch kind.inputs {
        case .one: (kind.name, LayerVocabulary.Inputs.one)
        case .several: (kind.name, LayerVocabulary.Inputs.several)
        }
    }
    let expanded = Expander.expand(
        tree, library: .empty, vocabulary: LayerVocabulary(Dictionary(uniqueKeysWithValues: inputs)),
        sources: SourceProvider(readsDisk: false, notations: [.yaml]), constants: [], into: collector)
    let built = NetworkBuilder.build(
        expanded, name: "test", input: [3, 8, 8], inputSpan: tree.span, at: tree.span, into: collector)
    return try #require(built.network, "\(collector.diagnostics.map(\.message))")
}
