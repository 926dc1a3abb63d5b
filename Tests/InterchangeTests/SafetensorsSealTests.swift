import Interchange
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsSealTests {
    private let folder: TemporaryFolder
    private let memory: MemoryBlock
    private let metadata = ["step": "7", "crc": "\"crc32\":\"12345678\""]

    init() throws {
        folder = try TemporaryFolder()
        memory = try MemoryBlock(floats: 8)
        for index in 0..<8 { memory.floats[index] = Float(index) - 2.5 }
        _ = try writer().write(to: folder["a"])
    }

    private func tensors() -> [StoredTensor] {
        [
            StoredTensor("stem.weight", [2, 3], in: memory, at: 2..<8),
            StoredTensor("empty", [0], in: memory, at: 3..<3),
        ]
    }

    private func writer() throws -> SafetensorsWriter { try SafetensorsWriter(tensors(), metadata: metadata) }

    @Test func readsToWhereTheNumbersLie() throws {
        let reader = try SafetensorsReader(folder["a"])
        try reader.verify()
        #expect(reader.metadata == metadata)
        #expect(reader.checksum == (try writer().checksum))
        #expect(reader.shapes == ["stem.weight": [2, 3], "empty": [0]])
        let target = try MemoryBlock(floats: 8)
        try reader.read(StoredTensor("stem.weight", [2, 3], in: target, at: 1..<7))
        #expect(Array(target.floats) == [0, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 0])
    }

    @Test func othersReadIt() throws {
        let file = try SafetensorsFile.read(folder["a"])
        #expect(file.byName["stem.weight"] == Tensor([2, 3], [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5]))
        let text = String(decoding: try folder.bytes("a").dropFirst(8), as: UTF8.self)
        #expect(text.contains(#""integrity":"crc32""#))
    }

    @Test func everyFlippedBitShows() throws {
        let whole = try folder.bytes("a")
        for place in whole.indices {
            for bit in 0..<8 {
                var bent = whole
                bent[place] ^= 1 << bit
                try folder.write(bent, to: "bent")
                let error = #expect(throws: SafetensorsError.self, "bit \(bit) of byte \(place)") {
                    try SafetensorsReader(folder["bent"]).verify()
                }
                #expect(error?.description.contains(folder["bent"]) == true)
            }
        }
    }

    @Test func saysWhatWasFound() throws {
        var bytes = try folder.bytes("a")
        bytes[bytes.count - 1] ^= 1
        try folder.write(bytes, to: "a")
        let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder["a"]) }
        let checksum = try SafetensorsReader(folder["a"]).checksum
        #expect(
            error?.message.hasPrefix("its bytes must have the checksum `\(try #require(checksum))`, found ") == true)
        #expect(error?.message.hasSuffix(": it was damaged or changed") == true)
    }
}
