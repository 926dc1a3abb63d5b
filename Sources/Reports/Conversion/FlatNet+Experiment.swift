package import Caffe
import Diagnostics
import Layers
import Networks
package import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

extension FlatNet {
    /// A network with its modules dissolved and its defaults written out, to be written for Caffe. It has losses where the spec
    /// trains it.
    ///
    /// - Throws: `UnwritableLayer` for a loss that Caffe has not.
    package init(_ experiment: Experiment) throws {
        let network = experiment.network
        let isTrained = experiment.training != nil || !network.auxiliaries.isEmpty || !network.losses.isEmpty
        var places: [Int: Int] = [:]
        var flat: [Layer] = []
        let shared = network.namesOfShared
        for (number, node) in network.nodes.enumerated() {
            guard let written = node.origin else { continue }
            guard !(node.layer is any LossLayer) else {
                guard written.fields.isEmpty else {
                    throw UnwritableLayer(path: node.path, "its loss has fields that Caffe's has not")
                }
                continue
            }
            places[number] = flat.count
            flat.append(
                Layer(
                    path: node.path, kind: node.kind.name,
                    fields: Self.values(of: written, node.kind).filter { isTrained || !$0.value.isStandardInitializer },
                    sources: node.inputs.map { $0.node.flatMap { places[$0] } },
                    fanIn: node.parameters.first?.fanIn ?? 1, shared: shared[number] ?? [:]))
        }
        func loss(_ name: String, _ output: Value, _ weight: Double) -> Loss? {
            output.node.flatMap { places[$0] }.map { Loss(name: name, scores: $0, weight: weight) }
        }
        // Of two losses of one weight Caffe's last is the network's own.
        let losses =
            network.auxiliaries.map { loss("\($0.path)/loss", $0.output, $0.weight) } + [
                loss("loss", network.output, 1)
            ]
        self.init(
            name: network.name, input: network.inputShape.lengths, layers: flat,
            losses: isTrained ? losses.compactMap { $0 } : [])
    }

    /// The values that count: those that are written, and the defaults of the others.
    private static func values(of layer: ExpandedLayer, _ kind: LayerKind) -> [String: SyntaxNode] {
        var values: [String: SyntaxNode] = [:]
        // Whose parameters a layer has is in `shared`.
        for declaration in FieldReader.declarations(of: kind.make) where declaration.name != SharedWeights.field {
            let written = layer.fields.first { $0.key == declaration.name }?.value
            values[declaration.name] =
                written
                ?? declaration.defaultText.flatMap { text in
                    YAMLReader.read(SourceFile(path: "default", text: text), into: DiagnosticCollector())
                }
        }
        return values
    }
}

extension Network {
    /// For nodes that have parameters in common with others, what these are called: by the owner's path.
    fileprivate var namesOfShared: [Int: [String: String]] {
        var names: [Int: [String: String]] = [:]
        for (owner, uses) in sharedParameters {
            let parameter = nodes[owner.node].parameters[owner.index].name.rawValue
            for use in uses { names[use.node, default: [:]][parameter] = "\(nodes[owner.node].path).\(parameter)" }
        }
        return names
    }
}

extension SyntaxNode {
    /// Whether it is how weights begin that nothing is said of; a network that is only run need not say it.
    fileprivate var isStandardInitializer: Bool { scalar?.text == "uniform-fan-in" }
}
