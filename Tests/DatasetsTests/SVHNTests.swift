import Datasets
import Foundation
import Recipes
import TestSupport
import Testing

/// SVHN's `.mat` files, as scipy writes them (`Files/svhn.py`).
@Suite struct SVHNTests {
    private let folder: TemporaryFolder
    private let compressed: [UInt8]
    private let plain: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        let files = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Files")
        compressed = [UInt8](try Data(contentsOf: files.appendingPathComponent("svhn.mat")))
        plain = [UInt8](try Data(contentsOf: files.appendingPathComponent("svhn-plain.mat")))
        try folder.write(compressed, to: "svhn/train_32x32.mat")
        try folder.write(plain, to: "svhn/test_32x32.mat")
    }

    /// What the script says of a picture, `[3, 32, 32]`.
    private func picture(_ number: Int) -> [UInt8] {
        (0..<3 * 1024).map { place in
            let (channel, row, column) = (place / 1024, place / 32 % 32, place % 32)
            return UInt8(truncatingIfNeeded: number * 7 + channel * 50 + row * 5 + column * 3)
        }
    }

    @Test func readsCompressedAndPlainFiles() throws {
        let set = try SVHN().open(in: folder.path)
        #expect(set.classes == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
        for pictures in [set.train, try #require(set.test)] {
            #expect((0..<pictures.count).map(pictures.label) == [1, 9, 0, 5])
            for number in 0..<4 { #expect(try pictures.bytes(of: number) == picture(number)) }
        }
        #expect(try SVHN().open(in: folder["svhn"]).name == "svhn")
    }

    private func mistake(_ bytes: [UInt8]) throws -> String {
        try folder.write(bytes, to: "svhn/test_32x32.mat")
        let error = #expect(throws: DataError.self) { try SVHN().open(in: folder.path) }
        #expect(error?.help != nil)
        return error?.message.replacing(folder["svhn/test_32x32.mat"], with: "FILE") ?? ""
    }

    @Test func refusesWhatIsNoSuchFile() throws {
        #expect(try mistake([]) == "`FILE` is no sound MATLAB file of version 5: it has fewer than 128 bytes")
        #expect(try mistake([UInt8](repeating: 7, count: 200)).hasSuffix("it does not begin as one does"))
        let later = Array("MATLAB 7.3 MAT-file".utf8) + [UInt8](repeating: 32, count: 200)
        #expect(try mistake(later) == "`FILE` must be a MATLAB file of version 5, found one of version 7.3")
        #expect(try mistake(Array(plain.prefix(128))) == "`FILE` must hold the matrices `X` and `y`, and has no `X`")
        #expect(try mistake(Array(plain.dropLast(100))).contains("it ends within an element"))
        #expect(try mistake(Array(compressed.dropLast(100))).contains("it ends within an element"))
        var flipped = compressed
        flipped[300] ^= 0xFF
        #expect(try mistake(flipped).contains("FILE"))
    }

    /// The first matrix of the plain file is `y`: its name stands behind 128 bytes of head, a tag, the flags (16 bytes) and the lengths
    /// (16); then a tag and four doubles.
    @Test func refusesOtherNumbers() throws {
        var bytes = plain
        let first = 128 + 8 + 16 + 16 + 8
        #expect(bytes[(first - 8)..<first].elementsEqual([1, 0, 1, 0, UInt8(ascii: "y"), 0, 0, 0]))
        bytes.replaceSubrange((first + 8)..<(first + 16), with: withUnsafeBytes(of: 11.0, Array.init))
        #expect(
            try mistake(bytes)
                == "the label of picture 1 in `FILE` must be from 1 to 10, which is the digit 0, found 11.0")
        bytes.replaceSubrange((first + 8)..<(first + 16), with: withUnsafeBytes(of: Double.nan, Array.init))
        #expect(try mistake(bytes).hasSuffix("found nan"))
        bytes = plain
        // Four rows become two billion.
        bytes.replaceSubrange((first - 16)..<(first - 12), with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(try mistake(bytes).contains("`y` does not have as many numbers as its lengths [2147483647, 1] say"))
        bytes[first - 4] = UInt8(ascii: "z")
        #expect(try mistake(bytes) == "`FILE` must hold the matrices `X` and `y`, and has no `y`")
    }

    /// Any damage is told or does nothing; none ends the program.
    @Test func damageIsTold() throws {
        for (place, bytes) in [compressed, plain].enumerated() {
            for number in 0..<60 {
                var damaged = bytes
                damaged[number * 37 % min(bytes.count, 600)] = UInt8(truncatingIfNeeded: number * 101 + 255 * place)
                try folder.write(damaged, to: "svhn/test_32x32.mat")
                do {
                    _ = try SVHN().open(in: folder.path)
                } catch {
                    #expect(error is DataError || error is DataMemoryError, "\(error)")
                }
            }
        }
    }
}
