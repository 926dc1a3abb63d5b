import Tensors

extension Tensor {
    /// Sums in double precision, rounded once.
    init(_ shape: Shape, rounding sums: [Double]) {
        self.init(shape, sums.map { Float($0) })
    }
}
