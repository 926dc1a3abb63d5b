package import Recipes
import Tensors

/// Five files of 10,000 records to learn from and one to test with; a record is a byte with the label and 3,072 bytes
/// with the picture, `[3, 32, 32]`.
extension CIFAR10: ReadableSource {
    private static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
    private static let testFile = "test_batch.bin"
    private static let standardClasses = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]
    private static let recordLength = 1 + 3 * 32 * 32
    private static let mostRecords = 10_000

    package func open(in folder: String?) throws -> Dataset {
        let found = try DataFolder(
            of: StandardFiles(
                source: "cifar10", folder: "cifar-10-batches-bin",
                archive: "the files of the archive `cifar-10-binary.tar.gz` (CIFAR-10 binary version)",
                files: (Self.trainingFiles + [Self.testFile]).map { [$0] }),
            in: folder)
        let train = try pictures(Self.trainingFiles, found)
        let test = try pictures([Self.testFile], found)
        try refuseMissingRecords(train.count, test.count, found)
        return Dataset(name: "cifar10", classes: try classes(found), train: train, test: test)
    }

    /// A file that is cut short between two records shows only beside its siblings: where one split is whole, the other
    /// must be too. Small sets in the same form are taken as they are.
    private func refuseMissingRecords(_ train: Int, _ test: Int, _ folder: DataFolder) throws {
        let whole = (train: Self.trainingFiles.count * Self.mostRecords, test: Self.mostRecords)
        guard (train == whole.train) != (test == whole.test) else { return }
        let (split, found, wanted) =
            train == whole.train ? ("test", test, whole.test) : ("training", train, whole.train)
        throw DataError(
            "the \(split) files of `cifar10` must have \(wanted) records as the other split is whole, found \(found)",
            help: "get the files again: one of them is cut short")
    }

    private func classes(_ folder: DataFolder) throws -> [String] {
        guard let path = try folder.optionalFile("batches.meta.txt") else { return Self.standardClasses }
        let text = try DataFile(path, limit: 1 << 16).text
        let names = text.split(whereSeparator: \.isNewline).map(String.init)
        guard names.count == classCount else {
            throw DataError(
                "`\(path)` must name \(classCount) classes, one a line, found \(names.count)",
                help: "get the file again, or remove it: the standard names are known without it")
        }
        return names
    }

    private func pictures(_ names: [String], _ folder: DataFolder) throws -> StoredPictures {
        let paths = try names.map { try folder.file($0) }
        let most = paths.reduce(0) { $0 + min(DataFile.length($1) / Self.recordLength, Self.mostRecords) }
        let pixels = try DataMemoryError.memory(most * (Self.recordLength - 1), for: "the data set `cifar10`")
        var labels: [UInt8] = []
        for path in paths { try read(path, pixels, &labels) }
        return StoredPictures(pixels, labels: labels, shape: Self.pictureShape)
    }

    private func read(_ path: String, _ pixels: MemoryBlock, _ labels: inout [UInt8]) throws {
        let file = try DataFile(path, limit: Self.mostRecords * Self.recordLength)
        let (bytes, size) = (file.bytes, Self.recordLength - 1)
        let count = bytes.count / Self.recordLength
        guard count > 0, bytes.count % Self.recordLength == 0 else {
            throw DataError(
                "`\(path)` is cut short in record \(count + 1): its \(bytes.count) bytes must be a multiple of \(Self.recordLength), the length of a record",
                help: "get the file again")
        }
        for record in 0..<count {
            let start = record * Self.recordLength
            guard bytes[start] < classCount else {
                throw DataError(
                    "the label of record \(record + 1) in `\(path)` must be from 0 to \(classCount - 1), found \(bytes[start])",
                    help: "get the file again: it is no file of CIFAR-10 binary version, or is damaged")
            }
            guard (labels.count + 1) * size <= pixels.byteCount else {
                throw DataError("`\(path)` has grown while it was read", help: "try again when the file is whole")
            }
            let room = pixels.bytes[labels.count * size..<(labels.count + 1) * size]
            _ = UnsafeMutableBufferPointer(rebasing: room).update(
                fromContentsOf: bytes[start + 1..<start + Self.recordLength])
            labels.append(bytes[start])
        }
        withExtendedLifetime((file.memory, pixels)) {}
    }
}
