package import Layers
package import Networks
package import Tensors

/// One thing to compute: a layer on some values, with the parameters of a node.
///
/// At first there is one for each node; passes make fewer and larger ones of them.
package struct PlannedOperation: Sendable {
    /// The node whose parameters the layer uses, and whose place keys its random draws.
    package let node: Int
    package let layer: any Layer
    package let inputs: [Value]
    /// Batch left out, as all shapes here.
    package let inputShapes: [Shape]
    package let output: Value
    package let outputShape: Shape
    package let parameters: [ParameterSpecification]

    init(_ node: Network.Node, number: Int) {
        self.init(
            node: number, layer: node.layer, inputs: node.inputs, inputShapes: node.inputShapes,
            output: Value(of: number), outputShape: node.outputShape, parameters: node.parameters)
    }

    private init(
        node: Int, layer: any Layer, inputs: [Value], inputShapes: [Shape], output: Value, outputShape: Shape,
        parameters: [ParameterSpecification]
    ) {
        self.node = node
        self.layer = layer
        self.inputs = inputs
        self.inputShapes = inputShapes
        self.output = output
        self.outputShape = outputShape
        self.parameters = parameters
    }

    /// This and then `next` as one operation, if the layer can do both.
    func absorbing(_ next: PlannedOperation) -> PlannedOperation? {
        guard next.inputs == [output], next.parameters.isEmpty, let fused = layer.absorbing(next.layer) else {
            return nil
        }
        return PlannedOperation(
            node: node, layer: fused, inputs: inputs, inputShapes: inputShapes, output: next.output,
            outputShape: next.outputShape, parameters: parameters)
    }
}
