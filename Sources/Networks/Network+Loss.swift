package import Layers

extension Network {
    /// The same network with a loss on its output; itself, if the spec ends in one. The path gets a number if it is taken.
    ///
    /// - Throws: `ShapeError` when the loss cannot take the output's shape.
    package func adding(loss: some LossLayer, named path: String = "loss") throws(ShapeError) -> Network {
        guard losses.isEmpty else { return self }
        let shape = shape(of: output)
        let paths = Set(nodes.map(\.path))
        let free = paths.contains(path) ? (2...).lazy.map { "\(path)_\($0)" }.first { !paths.contains($0) } : nil
        let node = Node(
            path: free ?? path, layer: loss, inputs: [output], inputShapes: [shape],
            outputShape: try loss.outputShape([shape]))
        return Network(
            name: name, inputShape: inputShape, nodes: nodes + [node], modules: modules, output: output,
            losses: [Loss(node: nodes.count, weight: 1)])
    }
}
