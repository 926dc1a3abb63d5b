/// A checksum with which any change of up to 32 bits in a row shows; eight bytes at a time (Kounavis and Berry, 2005).
package struct CRC32: Sendable {
    package enum Polynomial: Sendable {
        /// 0xEDB88320, reflected: that of zip, gzip and PNG (RFC 1952, section 8).
        case ieee
        /// 0x82F63B78, reflected: CRC-32C (RFC 3720, section 12.1).
        case castagnoli
    }

    private let polynomial: Polynomial
    private var register: UInt32 = 0xFFFF_FFFF

    package init(_ polynomial: Polynomial = .ieee) {
        self.polynomial = polynomial
    }

    /// Of all bytes added so far.
    package var value: UInt32 { ~register }

    /// The value as checksums are written: eight digits, `cbf43926`.
    package var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var crc = register
        let tables = polynomial == .ieee ? Self.ieeeTables : Self.castagnoliTables
        tables.withUnsafeBufferPointer { table in
            let whole = bytes.count & ~7
            for place in stride(from: 0, to: whole, by: 8) {
                let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)) ^ crc
                let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
                crc = table[1792 + Int(low & 255)]
                crc ^= table[1536 + Int((low >> 8) & 255)]
                crc ^= table[1280 + Int((low >> 16) & 255)]
                crc ^= table[1024 + Int(low >> 24)]
                crc ^= table[768 + Int(high & 255)]
                crc ^= table[512 + Int((high >> 8) & 255)]
                crc ^= table[256 + Int((high >> 16) & 255)]
                crc ^= table[Int(high >> 24)]
            }
            for place in whole..<bytes.count {
                let index = Int((crc ^ UInt32(bytes[place])) & 255)
                crc = (crc >> 8) ^ table[index]
            }
        }
        register = crc
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    private static let ieeeTables = tables(0xEDB8_8320)
    private static let castagnoliTables = tables(0x82F6_3B78)

    /// What a byte does to the register, and what it does with one to seven bytes behind it: 256 numbers each.
    private static func tables(_ polynomial: UInt32) -> [UInt32] {
        var tables: [UInt32] = []
        for byte in UInt32(0)..<256 {
            var crc = byte
            for _ in 0..<8 {
                let isOdd = crc & 1 == 1
                crc >>= 1
                if isOdd { crc ^= polynomial }
            }
            tables.append(crc)
        }
        for place in 256..<2048 {
            let before: UInt32 = tables[place - 256]
            let shifted: UInt32 = before >> 8
            tables.append(shifted ^ tables[Int(before & 255)])
        }
        return tables
    }
}
