import Testing

/// A bias that batch normalisation follows has a gradient of 0, and what is found there is rounding: it is held against
/// the gradient of the same layer's weights.
func expectAgreement(
    _ found: [String: [Float]], _ expected: [String: [Float]], within bound: Double, _ what: String
) {
    for (name, reference) in expected {
        let layer = name.prefix { $0 != "." }
        let scale = max(norm(reference), name.hasSuffix(".bias") ? norm(expected["\(layer).weight"] ?? []) : 0)
        let values = found[name] ?? []
        #expect(values.count == reference.count, "\(name) with \(what)")
        let error = norm(zip(values, reference).map { $0 - $1 }) / max(scale, 1e-30)
        #expect(error <= bound, "\(name) with \(what)")
    }
}

private func norm(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}
