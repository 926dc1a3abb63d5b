package import Recipes
import Tensors

/// Four files, of pictures and of labels, to learn from and to test with; see `IDXFile`.
extension MNIST: ReadableSource {
    package func open(_ opening: DataOpening) throws -> Dataset {
        try MNISTFiles(
            source: "mnist",
            archive: "the four files of MNIST, plain or as `.gz` (the MNIST database of handwritten digits)",
            classes: (0..<10).map(String.init)
        ).open(in: opening.folder)
    }
}

extension FashionMNIST: ReadableSource {
    package func open(_ opening: DataOpening) throws -> Dataset {
        try MNISTFiles(
            source: "fashion-mnist",
            archive: "the four files of Fashion-MNIST, plain or as `.gz` (zalandoresearch/fashion-mnist)",
            classes: [
                "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                "Ankle boot",
            ]
        ).open(in: opening.folder)
    }
}

/// The files of MNIST, or of a set in their format.
package struct MNISTFiles {
    /// The name in specs, and of the standard folder.
    fileprivate let source: String
    /// What to get, for help.
    fileprivate let archive: String
    fileprivate let classes: [String]

    private static let shape: Shape = [1, 28, 28]
    private static let stems = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]

    /// The names of the four files as they are distributed, without `.gz`, and how long each is then in a whole set.
    package static var fileLengths: [(name: String, byteCount: Int)] {
        let lengths = [60_000, 10_000].flatMap { count in
            [
                IDXFile.Content.pictures.headerLength + count * shape.elementCount,
                IDXFile.Content.labels.headerLength + count,
            ]
        }
        return zip(stems, lengths).map { ("\($0)-ubyte", $1) }
    }

    fileprivate func open(in folder: String?) throws -> Dataset {
        let stems = Self.stems
        let found = try DataFolder(
            of: StandardFiles(source: source, folder: source, archive: archive, files: stems.map(Self.names)),
            in: folder)
        return Dataset(
            name: source, classes: classes, train: try pictures(stems[0], stems[1], found),
            test: try pictures(stems[2], stems[3], found))
    }

    /// `train-images-idx3-ubyte`, and as some tools write it, `train-images.idx3-ubyte`; each also with `.gz`.
    private static func names(_ stem: String) -> [String] {
        let dotted = stem.replacing("-idx", with: ".idx")
        return ["\(stem)-ubyte", "\(dotted)-ubyte", "\(stem)-ubyte.gz", "\(dotted)-ubyte.gz"]
    }

    private func pictures(_ pictureStem: String, _ labelStem: String, _ folder: DataFolder) throws -> StoredPictures {
        let pictures = try IDXFile(folder.file("\(pictureStem)-ubyte"), holding: .pictures)
        let labels = try IDXFile(folder.file("\(labelStem)-ubyte"), holding: .labels)
        let shape = Shape([1] + pictures.lengths.dropFirst())
        guard shape == Self.shape else {
            throw DataError(
                "the pictures in `\(pictures.path)` must be 28×28, found \(pictures.lengths[1])×\(pictures.lengths[2])",
                help: "give MNIST's files, or others in its format with pictures of that size")
        }
        guard pictures.lengths[0] == labels.lengths[0] else {
            throw DataError(
                "`\(pictures.path)` and `\(labels.path)` must hold as many pictures as labels, found \(pictures.lengths[0]) and \(labels.lengths[0])",
                help: "give pictures and labels of the same set")
        }
        guard pictures.lengths[0] > 0 else {
            throw DataError("`\(pictures.path)` must hold pictures, found none", help: "get the file again")
        }
        if let record = labels.bytes.firstIndex(where: { $0 >= classes.count }) {
            throw DataError(
                "the label of record \(record + 1) in `\(labels.path)` must be from 0 to \(classes.count - 1), found \(labels.bytes[record])",
                help: "get the file again, or give the labels of a set with \(classes.count) classes")
        }
        return StoredPictures(
            pictures.memory, from: pictures.start, labels: withExtendedLifetime(labels.memory) { Array(labels.bytes) },
            shape: shape)
    }
}
