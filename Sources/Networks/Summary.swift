package import Layers
package import Tensors

/// What a network costs, layer by layer and in all, for one picture and without losses.
///
/// `parameters` counts learned numbers, `buffers` running statistics. `multiplyAdds` counts convolutions and linear
/// layers without biases; `flops` is twice that.
package struct Summary: Sendable {
    package struct Row: Sendable {
        package let path: String
        package let type: String
        package let inputShapes: [Shape]
        package let outputShape: Shape
        package let parameters: Int
        package let buffers: Int
        package let multiplyAdds: Int

        package var flops: Int { 2 * multiplyAdds }
    }

    package let name: String
    package let inputShape: Shape
    package let rows: [Row]

    package init(_ network: Network) {
        name = network.name
        inputShape = network.inputShape
        rows = network.nodes.filter { !($0.layer is any LossLayer) }.map(Row.init)
    }

    package var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
    package var buffers: Int { rows.reduce(0) { $0 + $1.buffers } }
    package var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }
    package var flops: Int { 2 * multiplyAdds }

    /// Numbers in the outputs of all layers, the network's input left out.
    package var activationElements: Int { rows.reduce(0) { $0 + $1.outputShape.elementCount } }
}

extension Summary.Row {
    init(_ node: Network.Node) {
        path = node.path
        type = node.kind.name
        inputShapes = node.inputShapes
        outputShape = node.outputShape
        parameters = node.parameters.elementCount(.learned)
        buffers = node.parameters.elementCount(.buffer)
        multiplyAdds = node.multiplyAdds
    }
}

extension [ParameterSpecification] {
    /// How many numbers the parameters of one role hold.
    package func elementCount(_ role: ParameterSpecification.Role) -> Int {
        reduce(0) { $1.role == role ? $0 + $1.shape.elementCount : $0 }
    }
}
