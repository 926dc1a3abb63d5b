import Tensors

/// The input of a join that does not go with the others.
struct OddInput {
    let number: Int
    let shape: Shape
    /// One of those that it does not go with, the first.
    let other: Int
    let otherShape: Shape

    /// Nil where all inputs share their lengths. What most of them have is right; where there is no most, what the first
    /// has.
    init?(_ inputs: [Shape], sharing lengths: (Shape) -> ArraySlice<Int>) {
        let counts = Dictionary(inputs.map { (lengths($0), 1) }, uniquingKeysWith: +)
        let most = counts.values.max() ?? 0
        guard counts.count > 1, let right = inputs.map(lengths).first(where: { counts[$0] == most }),
            let odd = inputs.firstIndex(where: { lengths($0) != right }),
            let other = inputs.firstIndex(where: { lengths($0) == right })
        else { return nil }
        (number, shape, self.other, otherShape) = (odd, inputs[odd], other, inputs[other])
    }
}
