package import Tensors

/// What the building of a network asks a layer: shapes, parameters and cost.
package protocol LayerShape: Sendable {
    /// The shape of the output for these inputs, batch left out.
    ///
    /// - Throws: `ShapeError` when the layer cannot take the inputs. The count of inputs has been checked before.
    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape

    /// The numbers the layer learns or keeps, for inputs that `outputShape` accepts. Their order is that of
    /// `LayerPass.parameters`.
    func parameters(_ inputs: [Shape]) -> [ParameterSpecification]

    /// Multiply-adds for one picture: of convolutions and linear layers, without biases; 0 for all else.
    func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int

    /// Operations of a group for one picture; 0 for groups that the layer has no part in.
    func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int
}

extension LayerShape {
    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] { [] }
    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int { 0 }
    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int { 0 }
}
