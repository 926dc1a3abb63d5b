/// The first place where `found` differs from `expected` by more than `bound`, in words; nil if they agree.
func difference(_ found: [Float], _ expected: [Double], within bound: Bound) -> String? {
    guard found.count == expected.count else { return "\(found.count) numbers, not \(expected.count)" }
    guard let place = found.indices.first(where: { !bound.holds(Double(found[$0]), expected[$0]) }) else { return nil }
    return "\(found[place]) at \(place), not \(expected[place])"
}

/// Likewise, where every bit counts (and 0 is -0).
func difference(_ found: [Float], _ expected: [Float]) -> String? {
    difference(found, expected.map(Double.init), within: .none)
}

/// How far a number may be from the exact one.
struct Bound {
    let absolute: Double
    let relative: Double

    static let none = Bound(absolute: 0, relative: 0)
    /// A few roundings of numbers around 1 in float32.
    static let float32 = Bound(absolute: 4e-6, relative: 4e-6)
    /// Sums over thousands of such.
    static let sums = Bound(absolute: 2e-5, relative: 2e-5)

    func holds(_ found: Double, _ expected: Double) -> Bool {
        abs(found - expected) <= absolute + relative * abs(expected)
    }
}

extension BlockedShape {
    /// Arithmetic in float32, and one rounding to bfloat16 where elements are stored so.
    var bound: Bound { isBFloat16 ? Bound(absolute: 1e-5, relative: 0.00393) : .float32 }
}

/// `count` numbers in -1..<1 as the element type has them, from a hash of the seed and the place.
func numbers(_ count: Int, seed: UInt64, isBFloat16: Bool = false) -> [Float] {
    (0..<UInt64(count)).map { place in
        var mixed = (place &+ 1) &* 0x9E37_79B9_7F4A_7C15 ^ seed &* 0xD1B5_4A32_D192_ED03
        mixed = (mixed ^ mixed >> 31) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        let number = Float(Int32(truncatingIfNeeded: mixed >> 32)) / 2_147_483_648
        return isBFloat16 ? number.bfloat16 : number
    }
}

extension BlockedShape {
    /// Numbers for each element.
    func numbers(seed: UInt64) -> [Float] {
        CKernelsTests.numbers(count, seed: seed, isBFloat16: isBFloat16)
    }
}
