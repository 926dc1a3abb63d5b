package import Layers
package import Tensors

extension Network {
    /// Field values with which a value would have another shape, and the node that they are for: the one that makes the
    /// value, or one before it if those between keep shapes. Nil where one such change is not enough.
    ///
    /// - Parameter nodes: nil for one that is not known.
    package static func change(
        of value: Value, to wanted: Shape, among nodes: [Node?]
    ) -> (node: Int, change: FieldChange)? {
        var value = value
        while let number = value.node, let node = nodes[number] {
            if let change = node.layer.change(toMake: wanted, from: node.inputShapes) { return (number, change) }
            guard node.inputShapes == [node.outputShape] else { return nil }
            value = node.inputs[0]
        }
        return nil
    }
}
