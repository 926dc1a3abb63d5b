package import Layers
package import Tensors

/// What a network costs, layer by layer, module by module and in all, for one picture and without losses: as it is used,
/// without its auxiliary classifiers, unless training is priced. Parameters that several layers use count once, at the first.
///
/// `multiplyAdds` counts convolutions and linear layers without biases; `flops` is twice that; `operations` adds the groups
/// of operations that are asked for.
package struct Summary: Sendable {
    /// A layer, or a use of a module or an auxiliary classifier with all that is in it.
    package struct Row: Sendable {
        package let path: String
        /// The layer's type, or the module's name; `auxiliary` for an auxiliary classifier.
        package let type: String
        /// The place of a use among the network's modules; nil for a layer.
        package let module: Int?
        /// The path of the auxiliary classifier that it is part of, or is.
        package let auxiliary: String?
        /// How many uses of modules and auxiliary classifiers around it are rows too.
        package let depth: Int
        package let inputShapes: [Shape]
        package let outputShape: Shape
        package let cost: Cost
        package let receptiveField: ReceptiveField
    }

    package let name: String
    package let inputShape: Shape
    package let total: Cost
    /// The groups of operations that count beside the multiply-adds.
    package let groups: Set<OperationGroup>
    /// The paths of auxiliary classifiers that are not priced.
    package let leftOut: [String]
    private let network: Network
    private let outline: Outline
    private let receptiveFields: [ReceptiveField]
    /// What each node costs; nil for one that is not priced.
    private let costs: [Cost?]

    /// - Parameter phase: in training, auxiliary classifiers count.
    package init(_ network: Network, phase: Phase = .evaluation, counting groups: Set<OperationGroup> = []) {
        self.network = network
        self.groups = groups
        name = network.name
        inputShape = network.inputShape
        outline = Outline(network)
        receptiveFields = network.receptiveFields
        leftOut = phase == .evaluation ? network.auxiliaries.map(\.path) : []
        var counted: Set<Network.ParameterPlace> = []
        costs = network.nodes.enumerated().map { number, node in
            let isLeftOut = phase == .evaluation && network.auxiliary(ofNode: number) != nil
            guard !(node.layer is any LossLayer), !isLeftOut else { return nil }
            let parameters = node.parameters.indices.filter {
                counted.insert(network.place(node: number, index: $0)).inserted
            }
            return Cost(node, parameters: parameters.map { node.parameters[$0] }, counting: groups)
        }
        total = costs.reduce(.zero) { $0 + ($1 ?? .zero) }
    }

    package var parameters: Int { total.parameters }
    package var buffers: Int { total.buffers }
    package var multiplyAdds: Int { total.multiplyAdds }
    package var flops: Int { total.flops }

    /// Every layer, modules dissolved.
    package var layers: [Row] { network.nodes.indices.compactMap { layer($0, depth: 0) } }

    /// Every use of a module, each before those inside it.
    package var modules: [Row] {
        outline.items.compactMap { item in item.content.module.flatMap { module($0, depth: item.depth) } }
    }

    /// Layers and uses of modules in the order of the spec, each use before what it is made of, to a depth: 1 is the
    /// network's own list, 0 nothing.
    package func rows(toDepth depth: Int) -> [Row] {
        outline.items.lazy.filter { $0.depth < depth }.compactMap { item in
            switch item.content {
            case .layer(let node): layer(node, depth: item.depth)
            case .module(let index): module(index, depth: item.depth)
            case .auxiliary(let index): auxiliary(index, depth: item.depth)
            }
        }
    }

    private func layer(_ index: Int, depth: Int) -> Row? {
        let node = network.nodes[index]
        return costs[index].map { cost in
            Row(
                path: node.path, type: node.kind.name, module: nil, auxiliary: network.auxiliary(ofNode: index)?.path,
                depth: depth, inputShapes: node.inputShapes, outputShape: node.outputShape, cost: cost,
                receptiveField: receptiveFields[index])
        }
    }

    /// Nil for one that has layers, and none that is priced.
    private func module(_ index: Int, depth: Int) -> Row? {
        let module = network.modules[index]
        guard module.nodes.isEmpty || costs[module.nodes].contains(where: { $0 != nil }) else { return nil }
        let auxiliary = module.nodes.first.flatMap(network.auxiliary)?.path
        return group(
            module.path, module.name, module: index, auxiliary: auxiliary, depth: depth, nodes: module.nodes,
            output: module.output)
    }

    /// Nil for one that is left out.
    private func auxiliary(_ index: Int, depth: Int) -> Row? {
        let auxiliary = network.auxiliaries[index]
        guard !leftOut.contains(auxiliary.path) else { return nil }
        return group(
            auxiliary.path, "auxiliary", module: nil, auxiliary: auxiliary.path, depth: depth, nodes: auxiliary.nodes,
            output: auxiliary.output)
    }

    private func group(
        _ path: String, _ type: String, module: Int?, auxiliary: String?, depth: Int, nodes: Range<Int>, output: Value
    ) -> Row {
        Row(
            path: path, type: type, module: module, auxiliary: auxiliary, depth: depth,
            inputShapes: network.valuesEntering(nodes).map(network.shape), outputShape: network.shape(of: output),
            cost: costs[nodes].reduce(.zero) { $0 + ($1 ?? .zero) },
            receptiveField: output.node.map { receptiveFields[$0] } ?? .ofPicture)
    }
}

extension Outline.Content {
    fileprivate var module: Int? {
        if case .module(let index) = self { return index }
        return nil
    }
}
