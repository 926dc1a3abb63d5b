package import Caffe
import Diagnostics
import Layers
import Networks
import Recipes
package import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

extension FlatNet {
    /// A network with its modules dissolved and its defaults written out, to be written for Caffe. It has losses where the spec
    /// trains it.
    package init(_ experiment: Experiment) {
        let network = experiment.network
        let isTrained = experiment.training != nil || !network.auxiliaries.isEmpty || !network.losses.isEmpty
        var places: [Int: Int] = [:]
        var flat: [Layer] = []
        let shared = network.namesOfShared
        for (number, node) in network.nodes.enumerated() where !(node.layer is any LossLayer) {
            guard let written = node.origin else { continue }
            places[number] = flat.count
            flat.append(
                Layer(
                    node, written, shared: shared[number] ?? [:], isTrained: isTrained, training: experiment.training
                ) { places[$0] })
        }
        func loss(_ name: String, _ output: Value, _ weight: Double, _ auxiliary: Int?) -> Loss? {
            let node = network.losses.first { $0.auxiliary == auxiliary }?.node
            let written = node.flatMap { network.nodes[$0].origin }
            return output.node.flatMap { places[$0] }.map {
                Loss(name: name, scores: $0, weight: weight, place: written.map(Place.init))
            }
        }
        // Of two losses of one weight Caffe's last is the network's own.
        let losses =
            network.auxiliaries.enumerated().map { loss("\($1.path)/loss", $1.output, $1.weight, $0) } + [
                loss("loss", network.output, 1, nil)
            ]
        self.init(
            name: network.name, input: network.inputShape.lengths, layers: flat,
            losses: isTrained ? losses.compactMap { $0 } : [])
    }
}

extension FlatNet.Layer {
    /// - Parameter place: of a node, among the layers.
    fileprivate init(
        _ node: Network.Node, _ written: ExpandedLayer, shared: [String: String], isTrained: Bool,
        training: TrainSettings?, place: (Int) -> Int?
    ) {
        let fields = Self.values(of: written, node.kind)
        // A network that is only run need not say how weights begin of which the spec says nothing.
        let said = node.parameters.filter { parameter in
            parameter.role == .learned && (isTrained || parameter.initializer != .uniformFanIn)
        }
        self.init(
            path: node.path, kind: node.kind.name,
            fields: fields.filter { isTrained || $0.value.scalar?.text != Initializer.uniformFanIn.description },
            resolvedFields: node.layer.resolvedFields(node.inputShapes),
            fillers: Dictionary(said.map { ($0.name.rawValue, .init($0)) }) { first, _ in first },
            sources: node.inputs.map { $0.node.flatMap(place) }, shared: shared,
            multipliers: training.map { Self.multipliers(of: node, $0, shared) } ?? [:],
            inputShapes: node.inputShapes.map(\.lengths),
            outputShape: node.outputShape.lengths, place: .init(written))
    }

    /// A parameter that is another layer's learns as the rules for that one say.
    private static func multipliers(
        of node: Network.Node, _ training: TrainSettings, _ shared: [String: String]
    ) -> [String: FlatNet.Multipliers] {
        let learned = node.parameters.filter { $0.role == .learned }.map { parameter in
            let name = parameter.name.rawValue
            let treatment = training.treatment(of: shared[name] ?? "\(node.path).\(name)", parameter.name)
            let rate = treatment.isFrozen ? 0 : treatment.rateFactor
            return (name, FlatNet.Multipliers(rate: rate, decay: treatment.decayFactor))
        }
        return Dictionary(learned) { first, _ in first }
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

extension FlatNet.Place {
    fileprivate init(_ layer: ExpandedLayer) {
        self.init(
            span: layer.kindSpan,
            fields: Dictionary(layer.fields.map { ($0.key, $0.value.span) }) { first, _ in first }, trace: layer.trace)
    }
}

extension FlatNet.Filler {
    /// By the name that Caffe has for it, and else by its numbers.
    fileprivate init(_ parameter: ParameterSpecification) {
        let isWeight = parameter.shape.rank > 1
        // Caffe's fans are those of the parameter itself, for a bias 1, and here those of its layer's weights.
        switch parameter.initializer {
        case .xavier(let fan) where isWeight: self = .xavier(.init(fan))
        case .he(let fan) where isWeight: self = .he(.init(fan))
        case .glorot(1) where isWeight: self = .xavier(.average)
        case .positiveUnitBall: self = .positiveUnitBall
        case .bilinear: self = .bilinear
        case .patchWhitening: self = .other("patch-whitening")
        case let other:
            switch other.distribution(fanIn: parameter.fanIn, fanOut: parameter.fanOut) {
            case .constant(let value)?: self = .constant(value)
            case .uniform(let low, let high)?: self = .uniform(low: low, high: high)
            case .normal(let mean, let deviation)?: self = .gaussian(mean: mean, deviation: deviation)
            case nil: self = .other(String("\(other)".prefix { $0 != ":" }))
            }
        }
    }
}

extension FlatNet.Filler.Fan {
    fileprivate init(_ fan: Initializer.Fan) {
        switch fan {
        case .input: self = .input
        case .output: self = .output
        case .average: self = .average
        }
    }
}
