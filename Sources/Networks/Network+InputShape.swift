import Diagnostics
import Layers
package import Tensors

extension Network {
    /// The same layers on pictures of another shape, with the same parameters, so that both can share a `ParameterStore`.
    ///
    /// - Throws: `InputMisfit` where a layer cannot take what arrives then, or would have parameters of other shapes.
    package func onPictures(of shape: Shape) throws(InputMisfit) -> Network {
        guard shape != inputShape else { return self }
        var changed: [Node] = []
        for node in nodes {
            let arriving = node.inputs.map { $0.node.map { changed[$0].outputShape } ?? shape }
            let output: Shape
            do throws(ShapeError) {
                output = try node.layer.outputShape(arriving)
            } catch {
                throw InputMisfit(path: node.path, shape: shape, reason: error.message, help: error.help)
            }
            guard output.checkedElementCount(limit: SizeLimit.numbers) != nil else {
                throw InputMisfit(
                    path: node.path, shape: shape, reason: "its output would have \(SizeLimit.product(output)) numbers",
                    help: "make the pictures smaller")
            }
            let same = Node(
                path: node.path, layer: node.layer, inputs: node.inputs, inputShapes: arriving, outputShape: output,
                shared: node.shared, origin: node.origin)
            for (before, after) in zip(node.parameters, same.parameters) where before.shape != after.shape {
                throw InputMisfit(
                    path: node.path, shape: shape,
                    reason: "its `\(after.name.rawValue)` would be \(after.shape) in place of \(before.shape)",
                    help: "put `global-average-pool` or `adaptive-average-pool` before it")
            }
            changed.append(same)
        }
        let scores = output.node.map { changed[$0].outputShape } ?? shape
        guard scores == self.shape(of: output) else {
            throw InputMisfit(
                path: output.node.map { nodes[$0].path } ?? "input", shape: shape,
                reason: "the scores would be \(scores) in place of \(self.shape(of: output))",
                help: "end the network in `global-average-pool`")
        }
        return Network(
            name: name, inputShape: shape, nodes: changed, modules: modules, output: output, auxiliaries: auxiliaries,
            losses: losses)
    }
}

/// Why a network does not allow pictures of another shape.
package struct InputMisfit: UserMistake, Hashable {
    /// Of the layer.
    package let path: String
    /// Of the pictures.
    package let shape: Shape
    package let reason: String
    package let help: String?

    package var description: String { "the network does not allow pictures of \(shape): `\(path)`: \(reason)" }
}
