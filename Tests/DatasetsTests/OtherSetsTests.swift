import Datasets
import Recipes
import TestSupport
import Testing

/// Sets in the formats of others: CIFAR-100 beside CIFAR-10, Fashion-MNIST beside MNIST.
@Suite struct OtherSetsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Three records to learn from and two to test with: superclass, class, and a picture of one shade.
    private func writeCIFAR100(names: Int = 100, class number: UInt8 = 99) throws {
        func record(_ coarse: UInt8, _ fine: UInt8, _ shade: UInt8) -> [UInt8] {
            [coarse, fine] + [UInt8](repeating: shade, count: 3072)
        }
        try folder.write(record(4, 0, 10) + record(19, number, 20) + record(0, 7, 30), to: "cifar-100-binary/train.bin")
        try folder.write(record(1, 2, 40) + record(3, 4, 50), to: "cifar-100-binary/test.bin")
        let fine = (0..<names).map { "fine\($0)\n" }.joined()
        try folder.write(fine, to: "cifar-100-binary/fine_label_names.txt")
        try folder.write((0..<20).map { "coarse\($0)\n" }.joined(), to: "cifar-100-binary/coarse_label_names.txt")
    }

    @Test func readsCIFAR100() throws {
        try writeCIFAR100()
        let set = try CIFAR100().open(in: folder.path)
        #expect(set.classes.count == 100 && set.classes[99] == "fine99")
        #expect((0..<3).map(set.train.label) == [0, 99, 7])
        #expect(try set.train.bytes(of: 1) == [UInt8](repeating: 20, count: 3072))
        #expect(try #require(set.test).bytes(of: 1)[3071] == 50)
        let coarse = try CIFAR100(labels: .coarse).open(in: folder["cifar-100-binary"])
        #expect(coarse.classes.count == 20)
        #expect((0..<3).map(coarse.train.label) == [4, 19, 0])
        #expect((CIFAR100().classCount, CIFAR100(labels: .coarse).classCount) == (100, 20))
    }

    @Test func refusesWhatIsNoCIFAR100() throws {
        func mistake() -> String? { #expect(throws: DataError.self) { try CIFAR100().open(in: folder.path) }?.message }
        try writeCIFAR100(class: 100)
        #expect(
            mistake()
                == "the label of record 2 in `\(folder["cifar-100-binary/train.bin"])` must be from 0 to 99, found 100")
        try writeCIFAR100(names: 99)
        #expect(
            mistake()
                == "`\(folder["cifar-100-binary/fine_label_names.txt"])` must name 100 classes, one a line, found 99")
        try writeCIFAR100()
        try folder.write([UInt8](repeating: 0, count: 3073), to: "cifar-100-binary/test.bin")
        #expect(mistake()?.contains("its 3073 bytes must be a multiple of 3074") == true)
    }

    @Test func readsFashionMNIST() throws {
        func file(_ magic: UInt8, _ lengths: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
            [0, 0, 8, magic] + lengths.flatMap { [0, 0, 0, $0] } + bytes
        }
        for (stem, count) in [("train", UInt8(3)), ("t10k", 2)] {
            try folder.write(
                file(3, [count, 28, 28], [UInt8](repeating: count, count: Int(count) * 784)),
                to: "fashion-mnist/\(stem)-images-idx3-ubyte")
            try folder.write(
                file(1, [count], (0..<count).map { 9 - $0 }), to: "fashion-mnist/\(stem)-labels-idx1-ubyte")
        }
        let set = try FashionMNIST().open(in: folder.path)
        #expect(set.name == "fashion-mnist")
        #expect(set.classes[9] == "Ankle boot")
        #expect((0..<3).map(set.train.label) == [9, 8, 7])
        #expect(set.test?.count == 2)
        #expect(throws: DataError.self) { try MNIST().open(in: folder.path) }
    }
}
