import Files
import Testing

@Suite struct CRC32Tests {
    private func checksum(_ text: String) -> String {
        var crc = CRC32()
        crc.add(Array(text.utf8))
        return crc.text
    }

    /// The check value of the catalogue of CRC algorithms, and those of `zlib.crc32`.
    @Test func knownValues() {
        #expect(checksum("") == "00000000")
        #expect(checksum("123456789") == "cbf43926")
        #expect(checksum("The quick brown fox jumps over the lazy dog") == "414fa339")
        #expect(checksum("step 30") == "004d11c2")
    }

    /// RFC 3720, appendix B.4: 32 bytes of zeros, of ones, incrementing and decrementing; there the bytes of the checksum are in
    /// the order in which they are sent, the lowest first.
    @Test(
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array(0..<32), 0x46DD_794E), ((0..<32).reversed(), 0x113F_DB5C),
        ] as [([UInt8], UInt32)])
    func knownValuesOfCastagnoli(bytes: [UInt8], value: UInt32) {
        var crc = CRC32(.castagnoli)
        crc.add(bytes)
        #expect(crc.value == value)
    }

    @Test func partsMakeAWhole() {
        let text = Array("The quick brown fox jumps over the lazy dog".utf8)
        for cut in 0...text.count {
            var crc = CRC32()
            crc.add(Array(text[..<cut]))
            crc.add(Array(text[cut...]))
            #expect(crc.text == "414fa339")
        }
    }
}
