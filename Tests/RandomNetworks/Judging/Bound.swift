import Tensors

/// How far from the reference results may be.
struct Bound {
    let precision: Precision
    let usesWinograd: Bool

    /// - Parameters:
    ///   - spread: the greatest distance of results that are rounded on the way.
    ///   - scale: of the results, or of what they are the sums of.
    ///   - greatestGradient: nil for what is no gradient.
    func allowed(spread: Double, scale: Double, greatestGradient: Double?) -> Double {
        let rounded = (usesWinograd ? Self.winograd : Self.direct) * spread
        let (part, ofGreatest) = precision == .float32 ? Self.float32 : Self.bfloat16
        return rounded + max(part * scale, ofGreatest * (greatestGradient ?? 0))
    }

    /// Of how often the spread a distance may be: three samples do not show the most that rounding does, and Winograd's
    /// transforms lose a digit or two.
    private static let (direct, winograd) = (3.0, 20.0)
    /// What may be off however little rounding leads to, of the scale and of the greatest gradient. Where the parts of a
    /// gradient cancel, as behind a mean that batch normalisation subtracts, what is left is rounding of the parts.
    private static let float32 = (2e-5, 1e-5)
    private static let bfloat16 = (1e-2, 1e-3)
}
