/// A number that tells data from other data: 64 bits of all that was added, in its order; the same on every machine.
///
/// Each word of 64 bits, little-endian, is mixed in as in FNV-1a, with a rotation between so that its high bits reach all
/// others: `state ← rotate(state ⊕ word, 29) · prime`. Not made to resist forgery.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    package mutating func add(_ word: UInt64) {
        let mixed = state ^ word
        state = (mixed << 29 | mixed >> 35) &* 0x9E37_79B9_7F4A_7C15
    }

    /// Adds the number of the bytes and the bytes, the last word filled up with zeros.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        let whole = bytes.count / 8
        for word in 0..<whole {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self)))
        }
        guard bytes.count % 8 > 0 else { return }
        add(bytes[(8 * whole)...].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// All of it.
    package var bits: UInt64 {
        var bits = state ^ (state >> 32)
        bits = bits &* 0xD6E8_FEB8_6659_FD93
        bits ^= bits >> 32
        return bits
    }

    /// Sixteen hexadecimal digits.
    package var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
