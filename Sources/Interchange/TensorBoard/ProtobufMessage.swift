/// A message in protobuf's wire format, as far as TensorBoard's events need it: fields are appended in their order.
package struct ProtobufMessage {
    package private(set) var bytes: [UInt8] = []

    /// How the value of a field is written; see protobuf's "Encoding".
    private enum Kind: Int {
        case varint = 0
        case eightBytes = 1
        case lengthDelimited = 2
        case fourBytes = 5
    }

    /// A negative number takes ten bytes, as `int64` and `int32` have it.
    mutating func add(_ field: Int, _ value: Int) {
        key(field, .varint)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ field: Int, _ value: Double) {
        key(field, .eightBytes)
        littleEndian(value.bitPattern)
    }

    mutating func add(_ field: Int, _ value: Float) {
        key(field, .fourBytes)
        littleEndian(value.bitPattern)
    }

    mutating func add(_ field: Int, _ value: some Collection<UInt8>) {
        key(field, .lengthDelimited)
        varint(UInt64(value.count))
        bytes += value
    }

    mutating func add(_ field: Int, _ text: String) { add(field, text.utf8) }

    mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

    /// A packed list.
    mutating func add(_ field: Int, _ values: [Double]) {
        var list = ProtobufMessage()
        for value in values { list.littleEndian(value.bitPattern) }
        add(field, list)
    }

    private mutating func key(_ field: Int, _ kind: Kind) { varint(UInt64(field << 3 | kind.rawValue)) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func littleEndian(_ bits: some FixedWidthInteger) {
        withUnsafeBytes(of: bits.littleEndian) { bytes += $0 }
    }

    /// The number in a field of a message that somebody wrote; 0 where it has none, nil where it is no message.
    static func integer(_ field: Int, of bytes: ArraySlice<UInt8>) -> Int? {
        var (rest, found) = (bytes, 0)
        while !rest.isEmpty {
            guard let key = varint(from: &rest), let kind = Kind(rawValue: Int(key & 7)) else { return nil }
            switch kind {
            case .varint:
                guard let value = varint(from: &rest) else { return nil }
                if key >> 3 == field { found = Int(Int64(bitPattern: value)) }
            case .eightBytes, .fourBytes:
                let count = kind == .eightBytes ? 8 : 4
                guard rest.count >= count else { return nil }
                rest = rest.dropFirst(count)
            case .lengthDelimited:
                guard let count = varint(from: &rest), count <= rest.count else { return nil }
                rest = rest.dropFirst(Int(count))
            }
        }
        return found
    }

    private static func varint(from bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
