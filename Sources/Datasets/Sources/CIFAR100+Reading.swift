package import Recipes

/// A file of 50,000 records to learn from and one of 10,000 to test with; a record is a byte with the superclass, one with the class,
/// and the picture.
extension CIFAR100: ReadableSource {
    package func open(_ opening: DataOpening) throws -> Dataset {
        let names = labels == .fine ? "fine_label_names.txt" : "coarse_label_names.txt"
        let found = try DataFolder(
            of: StandardFiles(
                source: "cifar100", folder: "cifar-100-binary",
                archive: "the files of the archive `cifar-100-binary.tar.gz` (CIFAR-100 binary version)",
                files: [["train.bin"], ["test.bin"], [names]]),
            in: opening.folder)
        let records = CIFARRecords(
            source: "cifar100", labels: 2, place: labels == .fine ? 1 : 0, classes: labels.count, most: 50_000)
        return Dataset(
            name: "cifar100",
            classes: try DataFile.classes(found.file(names), count: labels.count, help: "get the file again"),
            train: try records.pictures([found.file("train.bin")]), test: try records.pictures([found.file("test.bin")])
        )
    }
}
