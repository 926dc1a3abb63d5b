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
    private static let mostRecords = 10_000
    private static let records = CIFARRecords(
        source: "cifar10", labels: 1, place: 0, classes: standardClasses.count, most: mostRecords)

    package static let folder = "cifar-10-batches-bin"
    /// The length of each file of pictures, by its name, in a whole set.
    package static var fileLengths: [(name: String, byteCount: Int)] {
        (trainingFiles + [testFile]).map { ($0, records.fileLength) }
    }

    package func open(_ opening: DataOpening) throws -> Dataset {
        let found = try DataFolder(
            of: StandardFiles(
                source: "cifar10", folder: Self.folder,
                archive: "the files of the archive `cifar-10-binary.tar.gz` (CIFAR-10 binary version)",
                files: (Self.trainingFiles + [Self.testFile]).map { [$0] }),
            in: opening.folder)
        let train = try Self.records.pictures(Self.trainingFiles.map { try found.file($0) })
        let test = try Self.records.pictures([found.file(Self.testFile)])
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
        guard names.count == Self.standardClasses.count else {
            throw DataError(
                "`\(path)` must name \(Self.standardClasses.count) classes, one a line, found \(names.count)",
                help: "get the file again, or remove it: the standard names are known without it")
        }
        return names
    }
}
