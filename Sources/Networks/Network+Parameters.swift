package import Layers

extension Network {
    /// Every learned parameter once, with its path, `stem/conv.weight`, in the order of the nodes.
    package var learnedParameters: [(path: String, parameter: ParameterSpecification)] {
        nodes.flatMap { node in
            node.ownParameters.filter { $0.role == .learned }.map { ("\(node.path).\($0.name.rawValue)", $0) }
        }
    }

    /// The parameter that a node uses: its own, or another's.
    package func place(node: Int, index: Int) -> ParameterPlace {
        nodes[node].shared[index] ?? ParameterPlace(node: node, index: index)
    }

    /// The parameters that several nodes use, each with all its places, its owner's first.
    package var sharedParameters: [(owner: ParameterPlace, uses: [ParameterPlace])] {
        var order: [ParameterPlace] = []
        var uses: [ParameterPlace: [ParameterPlace]] = [:]
        for (number, node) in nodes.enumerated() where !node.shared.isEmpty {
            for (index, owner) in node.shared.sorted(by: { $0.key < $1.key }) {
                if uses[owner] == nil { order.append(owner) }
                uses[owner, default: [owner]].append(ParameterPlace(node: number, index: index))
            }
        }
        return order.map { ($0, uses[$0] ?? []) }
    }
}
