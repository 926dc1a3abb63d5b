/// What random numbers are drawn for. Each purpose has a stream of its own, so that one more draw for one purpose
/// changes no other.
package enum RandomPurpose: UInt64, Sendable {
    case initialization = 1
    case shuffle = 2
    case augmentation = 3
    case dropout = 4
    case synthesis = 5
    case holdOut = 6
    case mixing = 7
}

/// A random number generator whose stream depends only on a seed, a purpose, and up to three counters.
///
/// Draws keyed by epoch and sample do not depend on batch size, thread count or interruptions. The generator is
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), whose finaliser also mixes the key.
package struct KeyedRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64, purpose: RandomPurpose, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0) {
        var key = mix(seed &+ golden)
        for part in [Int(purpose.rawValue), first, second, third] {
            key = mix((key ^ UInt64(bitPattern: Int64(part))) &+ golden)
        }
        state = key
    }

    package mutating func next() -> UInt64 {
        state &+= golden
        return mix(state)
    }

    /// Uniform in [0, 1), on a grid of 2⁻²⁴.
    package mutating func uniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    /// Uniform in `low ..< high`.
    package mutating func uniform(_ low: Float, _ high: Float) -> Float {
        low + (high - low) * uniform()
    }

    /// A whole number in `0 ..< bound`, without bias worth speaking of (multiply and shift).
    package mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}

private let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

private func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
}
