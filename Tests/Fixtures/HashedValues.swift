package import Tensors

/// Numbers made from a name and an index, the same bits here and in `hashed.py`, which has the formulas and sources.
package enum HashedValues {
    private static let seed: UInt64 = 1

    /// `offset + scale · uniform(name, i)`, uniform in [−1, 1).
    package static func tensor(_ name: String, _ shape: Shape, scale: Float, offset: Float = 0) -> Tensor {
        let key = key(name)
        let values = (0..<shape.elementCount).map { index in
            offset + scale * uniform(key, index)
        }
        return Tensor(shape, values)
    }

    /// Number `index` from `key`, uniform in [−1, 1).
    static func uniform(_ key: UInt64, _ index: Int) -> Float {
        Float(Int(hash(key, index) >> 40) - 1 << 23) * 0x1p-23
    }

    /// The products of a tensor with `count` vectors of random signs, which are those of its name.
    static func signedSums(_ tensor: Tensor, named name: String, count: Int) -> [Double] {
        let key = key(name + "#signs")
        var sums = [Double](repeating: 0, count: count)
        for (index, value) in tensor.values.enumerated() {
            let bits = hash(key, index)
            for number in 0..<count {
                sums[number] += (bits >> (63 - number)) & 1 == 1 ? Double(value) : -Double(value)
            }
        }
        return sums
    }

    /// FNV-1a of the name, mixed with the seed.
    package static func key(_ name: String) -> UInt64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return state ^ seed
    }

    /// SplitMix64's number `index` from `key`.
    package static func hash(_ key: UInt64, _ index: Int) -> UInt64 {
        var bits = key &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
