import Diagnostics
import Layers
import SpecModules
import SpecSyntax
import Tensors

/// Layers that use the parameters of others.
extension NetworkBuilder {
    /// Whether a layer names what stands for no layer, which is reported here.
    func hasMistakenName(in layer: ExpandedLayer) -> Bool {
        let mistakes = layer.weights.compactMap { weight in
            if case .mistake(let diagnostic) = weight.owner { return diagnostic }
            return nil
        }
        mistakes.forEach(collector.report)
        return !mistakes.isEmpty
    }

    /// The node with the parameters of others in place of its own, where the spec says so; nil after a mistake, which is reported.
    func sharing(_ layer: ExpandedLayer, _ node: Network.Node) -> Network.Node? {
        guard !layer.weights.isEmpty else { return node }
        var shared: [Int: Network.ParameterPlace] = [:]
        for weight in layer.weights {
            guard case .layer(let number) = weight.owner, let owner = nodes[number] else { return nil }
            let use = SharedUse(
                layer: layer, node: node, owner: owner, ownerNumber: number, weight: weight, written: expanded.layers)
            if let mistake = use.add(to: &shared) {
                collector.report(mistake.adding(notes: layer.trace))
                return nil
            }
        }
        return Network.Node(
            path: node.path, layer: node.layer, inputs: node.inputs, inputShapes: node.inputShapes,
            outputShape: node.outputShape, shared: shared, origin: layer)
    }
}

/// One layer's use of another's parameters, all or one of them.
private struct SharedUse {
    let layer: ExpandedLayer
    let node: Network.Node
    let owner: Network.Node
    let ownerNumber: Int
    let weight: SharedWeight
    let written: [ExpandedLayer]

    /// What is wrong with it; nil where it is among `shared` now.
    func add(to shared: inout [Int: Network.ParameterPlace]) -> Diagnostic? {
        guard owner.kind.name == node.kind.name else {
            return mistake(
                "`\(layer.name)`, a `\(node.kind.name)`, must use the parameters of a layer of its type, and `\(owner.path)` is a "
                    + "`\(owner.kind.name)`", help: "name a `\(node.kind.name)`, or remove `\(SharedWeights.field)`")
        }
        let own = node.parameters.indices.filter {
            weight.parameter == nil || node.parameters[$0].name.rawValue == weight.parameter
        }
        if own.isEmpty { return unknownParameter }
        for index in own {
            if let mistake = add(index, to: &shared) { return mistake }
        }
        return nil
    }

    private func add(_ index: Int, to shared: inout [Int: Network.ParameterPlace]) -> Diagnostic? {
        let parameter = node.parameters[index]
        let name = parameter.name.rawValue
        guard let place = owner.parameters.firstIndex(where: { $0.name == parameter.name }) else {
            return mistake(
                "`\(layer.name)` must use the `\(name)` of `\(owner.path)`, which has none",
                help: weight.parameter == nil
                    ? "name what it uses, `\(SharedWeights.field): {\(owner.parameters[0].name.rawValue): …}`, or give both "
                        + "a `\(name)`"
                    : "name a layer with a `\(name)`")
        }
        let found = owner.parameters[place]
        guard found.shape == parameter.shape else {
            return mistake(
                "the `\(name)` of `\(layer.name)` is \(parameter.shape), and must be that of `\(owner.path)`, \(found.shape)",
                help: "give both the same sizes and the same channels, or remove `\(SharedWeights.field)`")
        }
        if let first = owner.shared[place] { return chain(name, first) }
        if let field = layer.fields.first(where: { $0.key == "\(name)-init" }) {
            return Diagnostic(
                .contradiction,
                "how the `\(name)` of `\(layer.name)` begins is said by `\(owner.path)`, whose it is",
                at: field.keySpan,
                help: "remove `\(field.key)`")
        }
        shared[index] = Network.ParameterPlace(node: ownerNumber, index: place)
        return nil
    }

    private var unknownParameter: Diagnostic {
        let names = node.parameters.map(\.name.rawValue)
        let written = weight.parameter ?? ""
        return Diagnostic(
            .sharedWeights,
            "`\(SharedWeights.field)` must name parameters that `\(layer.name)` has, found `\(abbreviated(written))`",
            at: weight.parameterSpan,
            help: nearestName(to: written, among: names).map { weight.parameterSpan.remedy(writing: $0) }
                ?? "its parameters are \(listed(names))")
    }

    /// - Parameter first: whose the parameter is.
    private func chain(_ name: String, _ first: Network.ParameterPlace) -> Diagnostic {
        let path = written[first.node].path
        let around = layer.path.dropLast(layer.name.count)
        // The same name from the same place, unless something in between hides it.
        let isNear = path.hasPrefix(around) && weight.parameter == nil
        return Diagnostic(
            .sharedWeights, "the `\(name)` of `\(owner.path)` is that of `\(path)`, and must be named as such",
            at: weight.span,
            help: isNear ? weight.span.remedy(writing: String(path.dropFirst(around.count))) : "name `\(path)`")
    }

    private func mistake(_ message: String, help: String) -> Diagnostic {
        Diagnostic(.sharedWeights, message, at: weight.span, help: Remedy(help))
    }
}
