import Datasets
import Files
import Glibc
import Recipes
import TestSupport
import Testing

/// Records whose picture bytes all are `number + place in the file`.
private func records(_ labels: [UInt8], number: UInt8) -> [UInt8] {
    labels.enumerated().flatMap { place, label in
        [label] + [UInt8](repeating: number + UInt8(place), count: 3072)
    }
}

private let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]

private func fill(_ folder: TemporaryFolder, under prefix: String = "") throws {
    for (number, name) in names.enumerated() {
        try folder.write(records([UInt8(number), 9], number: UInt8(number * 10)), to: prefix + name)
    }
}

private func failure(_ folder: TemporaryFolder) -> String? {
    #expect(throws: DataError.self) { try CIFAR10().open(in: folder.path) }?.message
}

@Suite struct CIFAR10Tests {
    @Test(arguments: ["", "cifar-10-batches-bin/"]) func readsTheBinaryVersion(prefix: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("cifar-10-batches-bin")
        try fill(folder, under: prefix)
        let set = try CIFAR10().open(in: folder.path)
        #expect(set.train.count == 10)
        #expect(set.test?.count == 2)
        #expect((0..<10).map(set.train.label) == [0, 9, 1, 9, 2, 9, 3, 9, 4, 9])
        #expect((0..<2).map(try #require(set.test).label) == [5, 9])
        #expect(set.classes[0] == "airplane")
        #expect(try set.train.bytes(of: 7) == [UInt8](repeating: 31, count: 3072))
    }

    @Test func takesTheNamesOfTheClassesFromTheirFile() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write(Array("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".utf8), to: "batches.meta.txt")
        #expect(
            try CIFAR10().open(in: folder.path).classes == [
                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
            ])
        try folder.write(Array("a\nb\n".utf8), to: "batches.meta.txt")
        #expect(failure(folder) == "`\(folder["batches.meta.txt"])` must name 10 classes, one a line, found 2")
    }

    @Test func asksForAFolder() {
        let error = #expect(throws: DataError.self) { try CIFAR10().open(in: nil) }
        #expect(error?.message == "the data set `cifar10` is read from files, and no data folder is given")
        #expect(error?.help?.contains("`--data DIR` or in `NETSPEC_DATA`") == true)
        let missing = #expect(throws: DataError.self) { try CIFAR10().open(in: "/no/such/folder") }
        #expect(missing?.message == "there is no folder `/no/such/folder` to read the data set `cifar10` from")
    }

    @Test func namesTheMissingFiles() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        #expect(
            failure(folder)
                == "neither `\(path)` nor `\(path)/cifar-10-batches-bin` holds the files of `cifar10`: \(list)")
        for name in names.dropLast(2) { try folder.write(records([1], number: 0), to: name) }
        #expect(failure(folder) == "`\(path)` lacks `data_batch_5.bin`, `test_batch.bin` of the data set `cifar10`")
    }

    @Test(arguments: [0, 1, 3072, 3074, 6145]) func findsTruncatedFiles(length: Int) throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write([UInt8](repeating: 1, count: length), to: "data_batch_2.bin")
        #expect(
            failure(folder)
                == "`\(folder["data_batch_2.bin"])` is cut short in record \(length / 3073 + 1): its \(length) bytes must be "
                + "a multiple of 3073, the length of a record")
    }

    @Test func findsLabelsOutOfRange() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write(records([0, 9, 10, 11], number: 0), to: "test_batch.bin")
        #expect(
            failure(folder) == "the label of record 3 in `\(folder["test_batch.bin"])` must be from 0 to 9, found 10")
    }

    @Test func refusesFilesThatAreTooLong() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write([UInt8](repeating: 0, count: 30_730_001), to: "data_batch_1.bin")
        #expect(
            failure(folder) == "`\(folder["data_batch_1.bin"])` must have at most 30730000 bytes, found 30730001")
    }

    @Test func refusesAFolderInPlaceOfAFile() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.makeFolder("batches.meta.txt")
        #expect(failure(folder) == "`\(folder["batches.meta.txt"])` must be a file, and it is a folder or a device")
    }

    @Test func tellsTheMachinesFailuresFromTheDatas() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        symlink(folder["batches.meta.txt"], folder["batches.meta.txt"])
        let error = #expect(throws: FileError.self) { try CIFAR10().open(in: folder.path) }
        #expect(
            error?.description
                == "cannot read `\(folder["batches.meta.txt"])`: Too many levels of symbolic links")
        #expect(error?.help == "make sure that the data's files can be read")
    }

    @Test func fileCutBetweenRecordsIsFoundOut() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        try folder.write([UInt8](repeating: 1, count: 10_000 * 3073), to: "test_batch.bin")
        let error = #expect(throws: DataError.self) { try CIFAR10().open(in: folder.path) }
        #expect(error?.message.contains("must have 50000 records as the other split is whole, found") == true)
    }
}
