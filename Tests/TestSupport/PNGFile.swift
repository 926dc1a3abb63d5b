/// PNG files for tests, written without a library: 8 bits a channel, no compression, no filter.
package enum PNGFile {
    /// - Parameter planes: `[channels, height, width]`; 1 channel is grey, 3 are red, green and blue.
    package static func bytes(planes: [UInt8], channels: Int, height: Int, width: Int) -> [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (1 + width * channels))
        for row in 0..<height {
            rows.append(0)
            for column in 0..<width {
                for channel in 0..<channels { rows.append(planes[(channel * height + row) * width + column]) }
            }
        }
        return mark + header(height: height, width: width, channels: channels)
            + chunk("IDAT", stored(rows)) + chunk("IEND", [])
    }

    /// One that claims a size and has no pixels.
    package static func headerOnly(height: Int, width: Int) -> [UInt8] {
        mark + header(height: height, width: width, channels: 3) + chunk("IDAT", stored([])) + chunk("IEND", [])
    }

    private static let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func header(height: Int, width: Int, channels: Int) -> [UInt8] {
        chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, channels == 1 ? 0 : 2, 0, 0, 0])
    }

    private static func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + contents
        return bigEndian(contents.count) + body + bigEndian(Int(checksum(body)))
    }

    /// A zlib stream (RFC 1950) of blocks that are not compressed.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(65535)
            rest = rest.dropFirst(part.count)
            stream += [rest.isEmpty ? 1 : 0, UInt8(part.count & 255), UInt8(part.count >> 8)]
            stream += [UInt8(~part.count & 255), UInt8((~part.count >> 8) & 255)]
            stream += part
        } while !rest.isEmpty
        return stream + bigEndian(Int(high << 16 | low))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 255) }
    }

    /// What CRC-32 makes of each byte, bit by bit.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        var crc = UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        return crc
    }

    /// CRC-32, byte by byte.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let remainders = remainders
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes { crc = crc >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
        return ~crc
    }
}
