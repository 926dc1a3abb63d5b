package import Layers

extension Network {
    /// The same network with a loss on its output and on those of its auxiliary classifiers, where the spec does not end in
    /// one. The nodes before stay as they are. The paths are `loss` and, for an auxiliary classifier `head`, `head/loss`,
    /// with a number if that is taken.
    ///
    /// - Throws: `ShapeError` when the loss cannot take an output's shape.
    package func adding(loss: some LossLayer, named name: String = "loss") throws(ShapeError) -> Network {
        var added: [Node] = []
        var paths = Set(nodes.map(\.path) + auxiliaries.map(\.path))
        func term(on output: Value, _ path: String, weight: Double, _ auxiliary: Int?) throws(ShapeError) -> Loss {
            if let own = losses.first(where: { $0.auxiliary == auxiliary }) { return own }
            let free = paths.contains(path) ? (2...).lazy.map { "\(path)_\($0)" }.first { !paths.contains($0) } : nil
            let shape = shape(of: output)
            added.append(
                Node(
                    path: free ?? path, layer: loss, inputs: [output], inputShapes: [shape],
                    outputShape: try loss.outputShape([shape])))
            paths.insert(free ?? path)
            return Loss(node: nodes.count + added.count - 1, weight: weight, auxiliary: auxiliary)
        }
        var all = [try term(on: output, name, weight: 1, nil)]
        for (number, auxiliary) in auxiliaries.enumerated() {
            all.append(
                try term(on: auxiliary.output, "\(auxiliary.path)/\(name)", weight: auxiliary.weight, number))
        }
        return Network(
            name: self.name, inputShape: inputShape, nodes: nodes + added, modules: modules, output: output,
            auxiliaries: auxiliaries, losses: all)
    }
}
