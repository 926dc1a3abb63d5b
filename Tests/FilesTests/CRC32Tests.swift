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
