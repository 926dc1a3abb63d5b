package import Layers

extension Network {
    /// Every learned parameter with its path, `stem/conv.weight`, in the order of the nodes.
    package var learnedParameters: [(path: String, parameter: ParameterSpecification)] {
        nodes.flatMap { node in
            node.parameters.filter { $0.role == .learned }.map { ("\(node.path).\($0.name.rawValue)", $0) }
        }
    }
}
