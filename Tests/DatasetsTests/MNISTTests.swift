import Datasets
import Recipes
import Tensors
import TestSupport
import Testing

private func header(_ numbers: [UInt32]) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian, Array.init) }
}

private func pictures(_ count: Int) -> [UInt8] {
    header([2051, UInt32(count), 28, 28]) + (0..<count).flatMap { [UInt8](repeating: UInt8($0), count: 784) }
}

private func labels(_ labels: [UInt8]) -> [UInt8] {
    header([2049, UInt32(labels.count)]) + labels
}

/// A gzip file whose data are stored, not compressed.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
        let piece = bytes[start..<min(start + 65_535, bytes.count)]
        let length = UInt16(piece.count)
        result.append(start + piece.count == bytes.count ? 1 : 0)
        for part in [length, ~length] { result += [UInt8(part & 255), UInt8(part >> 8)] }
        result += piece
    }
    for part in [checksum(bytes), UInt32(bytes.count)] {
        result += withUnsafeBytes(of: part.littleEndian, Array.init)
    }
    return result
}

/// CRC-32 as in RFC 1952.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { register, byte in
        (0..<8).reduce(register ^ UInt32(byte)) { bits, _ in bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1 }
    }
}

private func fill(_ folder: TemporaryFolder) throws {
    try folder.write(pictures(3), to: "train-images-idx3-ubyte")
    try folder.write(labels([7, 8, 9]), to: "train-labels-idx1-ubyte")
    try folder.write(pictures(2), to: "t10k-images-idx3-ubyte")
    try folder.write(labels([0, 1]), to: "t10k-labels-idx1-ubyte")
}

@Suite struct MNISTTests {
    @Test func readsFilesOfAllNamesPlainAndInGzip() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("mnist")
        try folder.write(gzip(pictures(90)), to: "mnist/train-images.idx3-ubyte.gz")
        try folder.write(labels((0..<90).map { $0 % 10 }), to: "mnist/train-labels.idx1-ubyte")
        try folder.write(pictures(2), to: "mnist/t10k-images-idx3-ubyte")
        try folder.write(gzip(labels([3, 4])), to: "mnist/t10k-labels-idx1-ubyte.gz")
        let set = try MNIST().open(in: folder.path)
        var room = PictureRoom()
        #expect(try set.train.read(0, into: &room) == [1, 28, 28])
        #expect(set.train.count == 90)
        #expect(set.train.label(of: 89) == 9)
        #expect((0..<2).map(try #require(set.test).label) == [3, 4])
        #expect(try set.train.bytes(of: 89) == [UInt8](repeating: 89, count: 784))
    }

    @Test(
        arguments: [
            (header([2049, 3, 28, 28]), "must begin with the number 2051, which marks pictures, found 2049"),
            ([0, 0, 8], "is cut short: its header must have 16 bytes, found 3"),
            (header([2051, 3, 28]), "is cut short: its header must have 16 bytes, found 12"),
            (
                pictures(3).dropLast(),
                "is cut short in record 3 of 3: it must have 2368 bytes, found 2367"
            ),
            (pictures(3) + [0], "must end after its 3 pictures, byte 2368, and more bytes follow"),
            (
                header([2051, 4_000_000_000, 28, 28]),
                "claims 4000000000 pictures of 28×28 bytes, more than its 16 bytes can hold"
            ),
            (
                header([2051, .max, .max, .max]),
                "claims 4294967295 pictures of 4294967295×4294967295 bytes, more than its 16 bytes can hold"
            ),
            (
                gzip(header([2051, 4_000_000_000, 28, 28])),
                "claims 4000000000 pictures of 28×28 bytes, more than its 39 bytes can hold"
            ),
            (
                gzip(pictures(3).dropLast(784)),
                "is cut short in record 3 of 3: it must have 2368 bytes, found 1584"
            ),
            (gzip(pictures(3) + [0]), "must end after its 3 pictures, byte 2368, and more bytes follow"),
            (gzip(pictures(3)) + [0], "must end after its 3 pictures, byte 2368, and more bytes follow"),
            (
                gzip(pictures(3)).dropLast(9),
                "is cut short: its gzip data do not end within its 2382 bytes"
            ),
            (
                gzip(pictures(3)).dropLast(8) + [0, 0, 0, 0, 0x40, 9, 0, 0],
                "is not sound gzip data near byte 2387: incorrect data check"
            ),
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 7], "is not sound gzip data near byte 11: invalid block type"),
            (header([2051, 3, 27, 28]) + [UInt8](repeating: 0, count: 3 * 27 * 28), "must be 28×28, found 27×28"),
            (header([2051, 0, 28, 28]), "as many pictures as labels, found 0 and 3"),
            (pictures(2), "as many pictures as labels, found 2 and 3"),
        ] as [([UInt8], String)]) func findsWhatIsWrong(file: [UInt8], message: String) throws
    {
        let folder = try TemporaryFolder()
        try fill(folder)
        _ = try MNIST().open(in: folder.path)
        try folder.write(file, to: "train-images-idx3-ubyte")
        let error = #expect(throws: DataError.self) { try MNIST().open(in: folder.path) }
        #expect(error?.help != nil, "a remedy")
        #expect(error?.message.hasSuffix(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("`\(folder["train-images-idx3-ubyte"])`") == true)
    }

    @Test func readsEveryMemberOfAGzipFile() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        let whole = pictures(3)
        for cut in [1, 5, 16, 17, 2000] {
            let members = gzip(Array(whole[..<cut])) + gzip(Array(whole[cut...]))
            try folder.write(members, to: "train-images-idx3-ubyte")
            let set = try MNIST().open(in: folder.path)
            #expect(try set.train.bytes(of: 2) == [UInt8](repeating: 2, count: 784))
        }
    }

    @Test func claimsOfLabelsHaveNoSize() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write(header([2049, 64]), to: "train-labels-idx1-ubyte")
        let error = #expect(throws: DataError.self) { try MNIST().open(in: folder.path) }
        #expect(error?.message.hasSuffix("claims 64 labels, more than its 8 bytes can hold") == true)
    }

    @Test func findsLabelsOutOfRange() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write(labels([7, 10, 9]), to: "train-labels-idx1-ubyte")
        let error = #expect(throws: DataError.self) { try MNIST().open(in: folder.path) }
        #expect(error?.help != nil, "a remedy")
        #expect(
            error?.message
                == "the label of record 2 in `\(folder["train-labels-idx1-ubyte"])` must be from 0 to 9, found 10")
    }

    @Test func survivesEveryTruncationOfAGzipFile() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        let whole = gzip(labels([7, 8, 9]))
        for length in 0..<whole.count {
            try folder.write(Array(whole[..<length]), to: "train-labels-idx1-ubyte")
            let error = #expect(throws: DataError.self) { try MNIST().open(in: folder.path) }
            #expect(error?.help != nil, "a remedy")
        }
    }
}
