import Recipes
import Tensors

/// The records of CIFAR's binary versions: one label or two, a byte each, and 3,072 bytes with the picture, `[3, 32, 32]`.
///
/// Source: Krizhevsky's page, https://www.cs.toronto.edu/~kriz/cifar.html.
struct CIFARRecords {
    /// The name in specs.
    let source: String
    /// In a record.
    let labels: Int
    /// Which of them is the class.
    let place: Int
    let classes: Int
    /// In a file; a longer one is none of the set's.
    let most: Int

    private static let shape: Shape = [3, 32, 32]
    private static let size = 3 * 32 * 32
    private var length: Int { labels + Self.size }
    /// Of a whole file.
    var fileLength: Int { most * length }

    /// The pictures of some files, one after the other.
    func pictures(_ paths: [String]) throws -> StoredPictures {
        let count = paths.reduce(0) { $0 + min(DataFile.length($1) / length, most) }
        let pixels = try DataMemoryError.memory(count * Self.size, for: "the data set `\(source)`")
        var found: [UInt8] = []
        for path in paths { try read(path, pixels, &found) }
        return StoredPictures(pixels, labels: found, shape: Self.shape)
    }

    private func read(_ path: String, _ pixels: MemoryBlock, _ found: inout [UInt8]) throws {
        let file = try DataFile(path, limit: fileLength)
        let bytes = file.bytes
        let count = bytes.count / length
        guard count > 0, bytes.count % length == 0 else {
            throw DataError(
                "`\(path)` is cut short in record \(count + 1): its \(bytes.count) bytes must be a multiple of \(length), the length of a record",
                help: "get the file again")
        }
        for record in 0..<count {
            let start = record * length
            let label = bytes[start + place]
            guard label < classes else {
                throw DataError(
                    "the label of record \(record + 1) in `\(path)` must be from 0 to \(classes - 1), found \(label)",
                    help:
                        "get the file again: it is no file of \(labels == 1 ? "CIFAR-10" : "CIFAR-100") binary version, or is damaged"
                )
            }
            guard (found.count + 1) * Self.size <= pixels.byteCount else {
                throw DataError("`\(path)` has grown while it was read", help: "try again when the file is whole")
            }
            let room = pixels.bytes[found.count * Self.size..<(found.count + 1) * Self.size]
            _ = UnsafeMutableBufferPointer(rebasing: room).update(
                fromContentsOf: bytes[start + labels..<start + length])
            found.append(label)
        }
        withExtendedLifetime((file.memory, pixels)) {}
    }
}

extension DataFile {
    /// The names of classes, one a line.
    static func classes(_ path: String, count: Int, help: String) throws -> [String] {
        let names = try DataFile(path, limit: 1 << 16).text.split(whereSeparator: \.isNewline).map(String.init)
        guard names.count == count else {
            throw DataError("`\(path)` must name \(count) classes, one a line, found \(names.count)", help: help)
        }
        return names
    }
}
