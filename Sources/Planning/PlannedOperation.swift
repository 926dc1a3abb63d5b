package import Layers
package import Networks
package import Tensors

/// One thing to compute: a layer on some values, with the parameters of a node, and what is done to the result before
/// anything reads it.
///
/// At first there is one for each node; passes make fewer and larger ones of them.
package struct PlannedOperation: Sendable {
    /// A layer that works on what the layer before it makes, as that is made.
    package struct Follower: Sendable {
        /// As of a planned operation.
        package let node: Int
        package let layer: any Layer
        package let parameters: [ParameterSpecification]
        /// What an addition adds, a value of the same shape; nil for other layers.
        package let summand: Value?
    }

    /// The node whose parameters the layer uses, and whose place keys its random draws.
    package let node: Int
    package let layer: any Layer
    /// What the layer reads, then the followers' summands.
    package let inputs: [Value]
    /// Batch left out, as all shapes here.
    package let inputShapes: [Shape]
    package let output: Value
    package let outputShape: Shape
    package let parameters: [ParameterSpecification]
    /// Only in evaluation. In their order; none of them changes the shape.
    package let followers: [Follower]

    init(_ node: Network.Node, number: Int) {
        self.init(
            node: number, layer: node.layer, inputs: node.inputs, inputShapes: node.inputShapes,
            output: Value(of: number), outputShape: node.outputShape, parameters: node.parameters, followers: [])
    }

    private init(
        node: Int, layer: any Layer, inputs: [Value], inputShapes: [Shape], output: Value, outputShape: Shape,
        parameters: [ParameterSpecification], followers: [Follower]
    ) {
        self.node = node
        self.layer = layer
        self.inputs = inputs
        self.inputShapes = inputShapes
        self.output = output
        self.outputShape = outputShape
        self.parameters = parameters
        self.followers = followers
    }

    /// The nodes whose work it is.
    package var nodes: [Int] { [node] + followers.map(\.node) }

    /// Whether most of its work is multiplying matrices: kernels of such write gradients and do not add to them.
    var isProduct: Bool { layer.multiplyAdds(inputShapes, output: outputShape) > 0 }

    /// How many of the inputs the layer itself reads.
    package var layerInputCount: Int { inputs.count - followers.count { $0.summand != nil } }

    /// This and then `next` as one operation, if the layer can do both.
    func absorbing(_ next: PlannedOperation) -> PlannedOperation? {
        guard followers.isEmpty, next.inputs == [output], next.parameters.isEmpty,
            let fused = layer.fused(with: next.layer)
        else { return nil }
        return PlannedOperation(
            node: node, layer: fused, inputs: inputs, inputShapes: inputShapes, output: next.output,
            outputShape: next.outputShape, parameters: parameters, followers: [])
    }

    /// This with `next` behind it, if the layer can do that to its results in evaluation.
    func followed(by next: PlannedOperation) -> PlannedOperation? {
        guard next.inputs.contains(output), next.followers.isEmpty,
            layer.fusesEpilogue(followers.map(\.layer) + [next.layer])
        else { return nil }
        let others = next.inputs.filter { $0 != output }
        guard others.count == next.inputs.count - 1, others.count <= 1 else { return nil }
        let follower = Follower(
            node: next.node, layer: next.layer, parameters: next.parameters, summand: others.first)
        return PlannedOperation(
            node: node, layer: layer, inputs: inputs + others,
            inputShapes: inputShapes + others.map { _ in outputShape }, output: next.output,
            outputShape: next.outputShape, parameters: parameters, followers: followers + [follower])
    }

    /// The same on other values of the same shapes.
    func reading(_ value: (Value) -> Value) -> PlannedOperation {
        PlannedOperation(
            node: node, layer: layer, inputs: inputs.map(value), inputShapes: inputShapes, output: output,
            outputShape: outputShape, parameters: parameters,
            followers: followers.map {
                Follower(node: $0.node, layer: $0.layer, parameters: $0.parameters, summand: $0.summand.map(value))
            })
    }
}
