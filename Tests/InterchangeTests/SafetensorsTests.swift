import Files
import Glibc
import Interchange
import Tensors
import TestSupport
import Testing

/// The little file that the tests cut and bend: two tensors and metadata.
private let small = SafetensorsFile(
    [
        .init("stem/weight", Tensor([2, 3], [0, 1, -2, 3.5, .greatestFiniteMagnitude, -.leastNonzeroMagnitude])),
        .init("stem/\"bias\"", Tensor([2], [4, 5])), .init("step", Tensor([], [7])),
    ], metadata: ["format": "netspec", "ünicode\n": "\u{1}😀"])

@Suite struct SafetensorsTests {
    @Test func returnsWhatWasWritten() throws {
        let folder = try TemporaryFolder()
        try small.write(to: folder["a.safetensors"])
        let read = try SafetensorsFile.read(folder["a.safetensors"])
        #expect(read.tensors == small.tensors)
        #expect(read.metadata == small.metadata)
        #expect(read.byName["step"] == Tensor([], [7]))
    }

    @Test func writesNothingButTheFormat() throws {
        let folder = try TemporaryFolder()
        try SafetensorsFile([.init("a", Tensor([1, 2], [1, -2]))]).write(to: folder["a"])
        let header = #"{"a":{"data_offsets":[0,8],"dtype":"F32","shape":[1,2]}}"#
        #expect(header.utf8.count == 56)
        let expected = [56, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
        #expect(try folder.bytes("a") == expected)
    }

    @Test func padsTheHeaderToEightBytes() throws {
        let folder = try TemporaryFolder()
        for length in 1...9 {
            let file = SafetensorsFile([.init(String(repeating: "n", count: length), Tensor([1], [1]))])
            try file.write(to: folder["a"])
            #expect(try folder.bytes("a").count % 8 == 4)
            #expect(try SafetensorsFile.read(folder["a"]).tensors == file.tensors)
        }
    }

    @Test(arguments: [
        ("F16", [UInt8](arrayLiteral: 0x00, 0x3C, 0x00, 0xC5, 0x01, 0x00), [Float(1), -5, 0x1p-24]),
        ("BF16", [0x80, 0x3F, 0xA0, 0xC0, 0x00, 0x00], [1, -5, 0]),
        ("F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0x14, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0x80], [1, -5, 0]),
    ]) func readsOtherNumbers(type: String, data: [UInt8], expected: [Float]) throws {
        let folder = try TemporaryFolder()
        let header = #"{"a":{"dtype":"\#(type)","shape":[3],"data_offsets":[0,\#(data.count)]}}"#
        try folder.write(file(header, data), to: "a")
        #expect(try SafetensorsFile.read(folder["a"]).tensors.map(\.tensor) == [Tensor([3], expected)])
    }

    @Test func readsTensorsInTheOrderOfTheirNumbers() throws {
        let folder = try TemporaryFolder()
        let header =
            #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"z":{"dtype":"F32","shape":[0,9],"data_offsets":[4,4]},"#
            + #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        try folder.write(file(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]), to: "a")
        let read = try SafetensorsFile.read(folder["a"]).tensors
        #expect(read.map(\.name) == ["a", "z", "b"])
        #expect(read.map(\.tensor.values) == [[1], [], [2]])
    }

    @Test(arguments: [
        (#"[]"#, "its header must be a JSON object"),
        (#"{"a":7}"#, "`a` must have a `dtype`, and a `shape` and `data_offsets` of whole numbers"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "its header must be a JSON object"),
        (
            #"{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}"#,
            "`a` must have dtype F32, F16, BF16 or F64, found `I8`"
        ),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "`a` must have 8 bytes for F32 [2], found 4"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "`a` has the impossible shape [-1]"),
        (
            #"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#,
            "`a` must have a `dtype`, and a `shape` and `data_offsets` of whole numbers"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#,
            "`a` has the impossible shape [4294967296, 4294967296]"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
            "`a` needs `data_offsets` of two whole numbers, the smaller first"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            "the data of `a` must end within 4 bytes, found 8"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#,
            "the data of `b` must begin at byte 4, found 2"
        ),
        (
            #"{"a":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#,
            "the data of `a` must begin at byte 0, found 2"
        ),
        (#"{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}"#, "its data must end at byte 2, found 4 bytes"),
        (#"{"__metadata__":{"epoch":7}}"#, "`__metadata__` must map names to strings"),
    ]) func refusesUnsoundHeaders(header: String, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(file(header, [0, 0, 0, 0]), to: "a")
        let error = #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder["a"]) }
        #expect(error?.message == message)
        #expect(error?.description == "`\(folder["a"])` is not a sound safetensors file: \(message)")
    }

    @Test func refusesDeepNesting() throws {
        let folder = try TemporaryFolder()
        try folder.write(file(#"{"a":"# + String(repeating: "[", count: 100_000), []), to: "a")
        #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder["a"]) }
    }

    @Test func refusesEveryTruncationAndTrailingBytes() throws {
        let folder = try TemporaryFolder()
        try small.write(to: folder["a"])
        let whole = try folder.bytes("a")
        for length in 0..<whole.count {
            try folder.write(Array(whole[..<length]), to: "a")
            #expect(throws: SafetensorsError.self, "\(length) bytes") { try SafetensorsFile.read(folder["a"]) }
        }
        try folder.write(whole + [0], to: "a")
        #expect(throws: SafetensorsError.self) { try SafetensorsFile.read(folder["a"]) }
    }

    @Test func survivesFlipsOfEveryByte() throws {
        let folder = try TemporaryFolder()
        try small.write(to: folder["a"])
        let whole = try folder.bytes("a")
        var random = KeyedRandom(seed: 11, purpose: .synthesis)
        for position in whole.indices {
            for _ in 0..<4 {
                var bent = whole
                bent[position] ^= UInt8(1 + random.below(255))
                try folder.write(bent, to: "a")
                do {
                    let read = try SafetensorsFile.read(folder["a"])
                    #expect(read.tensors.count <= small.tensors.count)
                } catch is SafetensorsError {
                }
            }
        }
    }

    /// What a run writes it can read, however large: here five thousand million bytes, of which the disk has next to none.
    @Test func largeFilesAreRead() throws {
        let folder = try TemporaryFolder()
        let count = 1_250_000_000
        let text = #"{"a":{"dtype":"F32","shape":[\#(count)],"data_offsets":[0,\#(4 * count)]}}"#
        try folder.write(file(text, []), to: "a")
        #expect(truncate(folder["a"], 8 + text.utf8.count + 4 * count) == 0)
        #expect(try SafetensorsReader(folder["a"]).shapes == ["a": [count]])
    }

    @Test func saysWhyAFileCannotBeRead() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: FileError.self) { try SafetensorsFile.read(folder["none"]) }
        #expect(missing?.description == "cannot read `\(folder["none"])`: No such file or directory")
        let special = #expect(throws: FileError.self) { try SafetensorsFile.read("/dev/zero") }
        #expect(special?.reason == "it is not a regular file")
    }
}

private func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
}
