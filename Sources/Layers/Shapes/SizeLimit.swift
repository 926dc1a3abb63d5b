package import Tensors

/// The largest sizes that a layer may ask for, so that huge numbers in a spec end in a diagnostic and no product of lengths
/// overflows.
package enum SizeLimit {
    /// Numbers in one tensor of one picture, or in one parameter: what oneDNN can count.
    package static let numbers = Int(Int32.max)
    /// Multiply-adds of one layer for one picture.
    static let multiplyAdds = 1 << 44

    /// The lengths multiplied, as a formula: `64 · 3 · 7 · 7 = 9408`.
    package static func product(_ lengths: Shape) -> String {
        let value = lengths.checkedElementCount(limit: .max).map(String.init) ?? "2^63 or more"
        return "\(lengths.lengths.map(String.init).joined(separator: " · ")) = \(value)"
    }

    /// What is wrong with so many filters or outputs, each of which takes as many numbers as `others` multiplied; nil where
    /// they are not more than the limit.
    ///
    /// - Parameters:
    ///   - what: completes "… must be at most": ``the numbers in `weight` ``.
    ///   - field: the field that says how many.
    ///   - step: what the number of filters must be a multiple of.
    static func excess(
        of what: String, beyond limit: Int, field: String, _ count: Int, of others: Shape, step: Int = 1
    ) -> ShapeError? {
        let lengths = Shape([count] + others.lengths)
        guard lengths.checkedElementCount(limit: limit) == nil else { return nil }
        let most = (others.checkedElementCount(limit: limit).map { limit / $0 } ?? 0) / step * step
        return ShapeError(
            "\(what) must be at most \(limit == multiplyAdds ? "2^44" : "\(limit)"), and would be \(product(lengths))",
            help: most > 0 ? "use at most \(most) \(field)" : "use a smaller kernel, or a smaller picture",
            blame: .field(most > 0 ? field : "kernel"))
    }
}
