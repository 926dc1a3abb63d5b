package import Recipes

/// A file of 50,000 records to learn from and one of 10,000 to test with; a record is a byte with the superclass, one with the class,
/// and the picture.
extension CIFAR100: ReadableSource {
    private static let trainingFile = "train.bin"
    private static let testFile = "test.bin"

    /// - Parameter most: in a file.
    private static func records(of labels: Labels, most: Int = 50_000) -> CIFARRecords {
        CIFARRecords(
            source: "cifar100", labels: 2, place: labels == .fine ? 1 : 0, classes: labels.count, most: most)
    }

    package static let folder = "cifar-100-binary"
    /// The length of each file of pictures, by its name, in a whole set.
    package static var fileLengths: [(name: String, byteCount: Int)] {
        [(trainingFile, records(of: .fine).fileLength), (testFile, records(of: .fine, most: 10_000).fileLength)]
    }

    package func open(_ opening: DataOpening) throws -> Dataset {
        let names = labels == .fine ? "fine_label_names.txt" : "coarse_label_names.txt"
        let found = try DataFolder(
            of: StandardFiles(
                source: "cifar100", folder: Self.folder,
                archive: "the files of the archive `cifar-100-binary.tar.gz` (CIFAR-100 binary version)",
                files: [[Self.trainingFile], [Self.testFile], [names]]),
            in: opening.folder)
        let records = Self.records(of: labels)
        return Dataset(
            name: "cifar100",
            classes: try DataFile.classes(found.file(names), count: labels.count, help: "get the file again"),
            train: try records.pictures([found.file(Self.trainingFile)]),
            test: try records.pictures([found.file(Self.testFile)]))
    }
}
