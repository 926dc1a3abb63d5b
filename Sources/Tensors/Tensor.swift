/// Numbers in row-major order, the last axis fastest. A value: copies are independent.
package struct Tensor: Hashable, Sendable {
    package let shape: Shape
    package var values: [Float]

    /// - Precondition: `values.count == shape.elementCount`
    package init(_ shape: Shape, _ values: [Float]) {
        precondition(values.count == shape.elementCount, "a tensor of shape \(shape) holds \(values.count) values")
        self.shape = shape
        self.values = values
    }

    package init(_ shape: Shape, repeating value: Float) {
        self.init(shape, [Float](repeating: value, count: shape.elementCount))
    }

    package static func zeros(_ shape: Shape) -> Tensor { Tensor(shape, repeating: 0) }
}
