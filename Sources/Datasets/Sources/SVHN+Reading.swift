package import Recipes
import Tensors

/// A file to learn from and one to test with; each holds `X`, bytes of 32×32×3×N with rows running fastest, and `y`, N labels from 1
/// to 10, where 10 is the digit 0.
extension SVHN: ReadableSource {
    package func open(_ opening: DataOpening) throws -> Dataset {
        let files = ["train_32x32.mat", "test_32x32.mat"]
        let found = try DataFolder(
            of: StandardFiles(
                source: "svhn", folder: "svhn",
                archive: "`train_32x32.mat` and `test_32x32.mat` (SVHN, format 2: cropped digits)",
                files: files.map { [$0] }),
            in: opening.folder)
        return Dataset(
            name: "svhn", classes: (0..<10).map(String.init), train: try Self.pictures(found.file(files[0])),
            test: try Self.pictures(found.file(files[1])))
    }

    private static let side = 32
    private static let size = 3 * side * side
    /// Nearly twice what the largest of SVHN's own files has.
    private static let most = 1_000_000

    private static func pictures(_ path: String) throws -> StoredPictures {
        let file = try MATFile(path)
        var (pixels, labels): (MemoryBlock?, [UInt8]?)
        var count = 0
        try file.forEachMatrix { source in
            guard let matrix = try MATMatrix(source, path: path) else { return }
            switch matrix.name {
            case "X": (pixels, count) = try planes(of: matrix, file)
            case "y": labels = try self.labels(of: matrix, path)
            default: break
            }
        }
        guard let pixels, let labels else {
            throw DataError(
                "`\(path)` must hold the matrices `X` and `y`, and has no `\(pixels == nil ? "X" : "y")`",
                help: "give SVHN's cropped digits, `train_32x32.mat` and `test_32x32.mat`")
        }
        guard count == labels.count else {
            throw DataError(
                "`\(path)` must hold as many pictures as labels, found \(count) and \(labels.count)",
                help: "get the file again")
        }
        return StoredPictures(pixels, labels: labels, shape: [3, side, side])
    }

    private static func planes(of matrix: MATMatrix, _ file: MATFile) throws -> (MemoryBlock, count: Int) {
        let lengths = matrix.lengths + (matrix.lengths.count == 3 ? [1] : [])
        guard lengths.count == 4, lengths.prefix(3) == [side, side, 3], (1...most).contains(lengths[3]),
            matrix.storage == .uint8, matrix.byteCount == lengths[3] * size, matrix.byteCount <= file.mostInflated
        else {
            throw DataError(
                "`X` in `\(file.path)` must be bytes of 32×32×3×N, found \(matrix.storage) of "
                    + matrix.lengths.map(String.init).joined(separator: "×"),
                help: "give SVHN's cropped digits, `train_32x32.mat` and `test_32x32.mat`")
        }
        let pixels = try DataMemoryError.memory(matrix.byteCount, for: "the data set `svhn`")
        var picture = [UInt8](repeating: 0, count: size)
        for number in 0..<lengths[3] {
            try picture.withUnsafeMutableBytes { try matrix.read(into: $0) }
            let start = number * size
            for channel in 0..<3 {
                let plane = channel * side * side
                for row in 0..<side {
                    for column in 0..<side {
                        pixels.bytes[start + plane + row * side + column] = picture[plane + column * side + row]
                    }
                }
            }
        }
        return (pixels, lengths[3])
    }

    private static func labels(of matrix: MATMatrix, _ path: String) throws -> [UInt8] {
        try matrix.numbers(most: most).enumerated().map { place, number in
            guard number >= 1, number <= 10, number == number.rounded() else {
                throw DataError(
                    "the label of picture \(place + 1) in `\(path)` must be from 1 to 10, which is the digit 0, found \(number)",
                    help: "get the file again")
            }
            return UInt8(number) % 10
        }
    }
}
