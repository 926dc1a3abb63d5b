import Files

/// Bytes as a gzip file (RFC 1952) of blocks that are not compressed.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var rest = bytes[...]
    repeat {
        let part = rest.prefix(65535)
        rest = rest.dropFirst(part.count)
        let (low, high) = (UInt8(part.count & 255), UInt8(part.count >> 8))
        file += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + part
    } while !rest.isEmpty
    var sum = CRC32()
    sum.add(bytes)
    return file
        + [sum.value, UInt32(bytes.count)].flatMap { number in (0..<4).map { UInt8(number >> (8 * $0) & 255) } }
}
