/// Whether both lists have the same length and differ nowhere by more than `bound`.
func agree(_ found: [Float], _ expected: [Double], within bound: Bound) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { bound.holds(Double($0), $1) }
}

/// How far a number may be from the exact one.
struct Bound {
    let absolute: Double
    let relative: Double

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
    var bound: Bound { isBFloat16 ? Bound(absolute: 1e-5, relative: 0.00197) : .float32 }
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
