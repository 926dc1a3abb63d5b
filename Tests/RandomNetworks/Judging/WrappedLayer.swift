import Layers
import Networks
import Tensors

/// A layer around another, on the reference backend: the same but for what it does to numbers on the way.
protocol WrappedLayer: Layer {
    var layer: any Layer { get }
}

extension WrappedLayer {
    static var kind: LayerKind { LayerKind("wrapped", help: "a layer around another") { _ in SoftmaxCrossEntropy() } }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { try layer.outputShape(inputs) }
    func parameters(_ inputs: [Shape]) -> [ParameterSpecification] { layer.parameters(inputs) }
    func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { layer.backwardNeeds(inputs) }
}

extension Network {
    /// The same with something around every layer but the losses.
    ///
    /// - Parameter wrap: also gets the layer's place among the nodes.
    func wrapped(_ wrap: (any Layer, Int) -> any Layer) -> Network {
        let wrapped = nodes.enumerated().map { number, node in
            node.layer is any LossLayer
                ? node
                : Node(
                    path: node.path, layer: wrap(node.layer, number), inputs: node.inputs,
                    inputShapes: node.inputShapes, outputShape: node.outputShape)
        }
        return Network(
            name: name, inputShape: inputShape, nodes: wrapped, modules: [], output: output, auxiliaries: auxiliaries,
            losses: losses)
    }
}
