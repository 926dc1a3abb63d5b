import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

/// Numbers stored as bfloat16, beside what PyTorch 2.13 makes of them with `tensor.to(torch.bfloat16)`.
@Suite struct SafetensorsPrecisionTests {
    private static let numbers: [Float] = [
        0, -0.0, 1, -2.5, 0.1, 1.00390625, 1.01171875, 3.3895314e38, 1.1754944e-38, 65504, .infinity, -.infinity,
        3.1415927,
        -0.33333334,
    ]
    private static let bits: [UInt16] = [
        0, 0x8000, 0x3F80, 0xC020, 0x3DCD, 0x3F80, 0x3F82, 0x7F7F, 0x0080, 0x4780, 0x7F80, 0xFF80, 0x4049, 0xBEAB,
    ]

    @Test func bfloat16IsRoundedAsInPyTorch() throws {
        let folder = try TemporaryFolder()
        let count = Self.numbers.count
        let memory = try MemoryBlock(floats: count + 2)
        for (place, number) in (Self.numbers + [.nan, 0.1]).enumerated() { memory.floats[place] = number }
        let tensors = [
            StoredTensor("a", [count + 1], in: memory, at: 0..<count + 1),
            StoredTensor("b", [1], in: memory, at: count + 1..<count + 2),
        ]
        try SafetensorsWriter(tensors, metadata: ["of": "numbers"]) { $0.name == "a" ? .bfloat16 : .float32 }
            .write(to: folder["w"])
        let file = try folder.bytes("w")
        let data = file.suffix(2 * (count + 1) + 4)
        let found = stride(from: data.startIndex, to: data.endIndex - 4, by: 2).map {
            UInt16(data[$0]) | UInt16(data[$0 + 1]) << 8
        }
        #expect(found.dropLast() == Self.bits[...])
        let read = try SafetensorsFile.read(folder["w"]).byName
        #expect(read["b"] == Tensor([1], [0.1]))
        let values = try #require(read["a"]).values
        #expect(values[3] == -2.5 && values[10] == .infinity && values[count].isNaN)
    }

    /// More numbers than are converted at a time.
    @Test func largeTensorsAreWhole() throws {
        let folder = try TemporaryFolder()
        let count = (1 << 18) + 5
        let memory = try MemoryBlock(floats: count)
        for place in 0..<count { memory.floats[place] = Float(place % 251) }
        try SafetensorsWriter([StoredTensor("a", [count], in: memory, at: 0..<count)], metadata: [:]) { _ in .bfloat16 }
            .write(to: folder["w"])
        let values = try #require(try SafetensorsFile.read(folder["w"]).byName["a"]).values
        #expect(values == Array(memory.floats))
    }
}
