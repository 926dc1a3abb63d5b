/// Whether both lists have the same length and differ nowhere by more than `bound`, relative to 1 or the expected value.
func agree(_ found: [Float], _ expected: [Double], within bound: Double) -> Bool {
    found.count == expected.count
        && zip(found, expected).allSatisfy { abs(Double($0) - $1) <= bound * max(1, abs($1)) }
}

extension BlockedShape {
    /// Twice the distance of neighbouring numbers, in float32 after a few operations, or in bfloat16 as it is stored.
    var bound: Double { isBFloat16 ? 0.0078 : 4e-6 }
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
