package import Layers
import Tensors

/// What a part of a network costs for one picture.
package struct Cost: Hashable, Sendable {
    /// Learned numbers.
    package let parameters: Int
    /// Running statistics.
    package let buffers: Int
    /// Multiply-adds of convolutions and linear layers, without biases.
    package let multiplyAdds: Int
    /// Operations of the groups that are counted beside the multiply-adds.
    package let extraOperations: Int
    /// Numbers in the outputs of all layers.
    package let activationElements: Int

    package static let zero = Cost(
        parameters: 0, buffers: 0, multiplyAdds: 0, extraOperations: 0, activationElements: 0)

    /// Twice the multiply-adds.
    package var flops: Int { 2 * multiplyAdds }

    /// `flops` and the groups that are counted.
    package var operations: Int { flops.saturatingPlus(extraOperations) }

    package static func + (left: Cost, right: Cost) -> Cost {
        Cost(
            parameters: left.parameters + right.parameters, buffers: left.buffers + right.buffers,
            multiplyAdds: left.multiplyAdds + right.multiplyAdds,
            extraOperations: left.extraOperations.saturatingPlus(right.extraOperations),
            activationElements: left.activationElements + right.activationElements)
    }
}

extension Cost {
    /// - Parameter parameters: those of the node that count; all, if nothing before it uses them.
    init(_ node: Network.Node, parameters: [ParameterSpecification], counting groups: Set<OperationGroup>) {
        self.init(
            parameters: parameters.elementCount(.learned), buffers: parameters.elementCount(.buffer),
            multiplyAdds: node.multiplyAdds,
            extraOperations: groups.reduce(0) {
                $0.saturatingPlus(node.layer.operations($1, node.inputShapes, output: node.outputShape))
            },
            activationElements: node.outputShape.elementCount)
    }
}

extension [ParameterSpecification] {
    /// How many numbers the parameters of one role hold.
    package func elementCount(_ role: ParameterSpecification.Role) -> Int {
        reduce(0) { $1.role == role ? $0 + $1.shape.elementCount : $0 }
    }
}
