import Diagnostics
import Files
import Pictures
import Pixels
import Recipes
import Synchronization
import Tensors

/// Pictures in files, decoded when they are wanted.
///
/// A thread needs the bytes of a file and at most `BatchLoader.decodedByteCount` for its decoded picture; larger ones are decoded one at a time,
/// and the memory for them is given back.
final class FolderPictures: PictureSet {
    let table: PictureTable
    let channels: Int
    let split: Dataset.Split
    private let skipped: SkippedPictures
    private let large = Mutex(())

    /// Larger files are no pictures to learn from.
    private static let mostFileBytes = 1 << 29
    /// A decoded picture has at most so many.
    static let mostBytes = 1 << 28

    init(_ table: PictureTable, channels: Int, split: Dataset.Split, skipped: SkippedPictures) {
        self.table = table
        self.channels = channels
        self.split = split
        self.skipped = skipped
    }

    var count: Int { table.count }
    func label(of index: Int) -> Int { table.label(of: index) }
    func add(to fingerprint: inout Fingerprint) { table.add(to: &fingerprint) }
    func substitute(for index: Int) -> Int? { table.next(ofClassOf: index) }

    /// - Throws: `SkippedPicture` for one that cannot be decoded where such are left out; `DataError` where not, and for a file
    ///   that is not any more what it was.
    func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let path = table.path(of: index)
        do {
            let file = try PictureFile(try bytes(index, path), pixelLimit: Int.max)
            return try decode(file, as: form, into: &room)
        } catch let error as PictureError {
            try skip(index, error.sentence(about: "`\(path)`"), help: error.help)
        } catch let error as FileError {
            try skip(index, "\(error)", help: "make sure that the file can be read")
        }
    }

    private func skip(_ index: Int, _ mistake: String, help: String?) throws -> Never {
        let number = Dataset.Split.allCases.firstIndex(of: split).map { $0 << 48 + index }
        try skipped.report(mistake, help: help, number: number)
        throw SkippedPicture()
    }

    private func bytes(_ index: Int, _ path: String) throws -> [UInt8] {
        guard let status = FileStatus(path) else {
            throw DataError(
                "`\(path)` was there when the pictures were counted, and cannot be found any more",
                help: "put the file back; a run goes on from its last checkpoint with `--resume`")
        }
        guard table.isUnchanged(index, status) else {
            throw DataError(
                "`\(path)` was changed while the run went on",
                help:
                    "put the file back as it was, or begin another run; one goes on from its last checkpoint with `--resume`"
            )
        }
        return try Files.bytes(ofFile: path, limit: Self.mostFileBytes)
    }

    private func decode(_ file: PictureFile, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let size = file.header.size
        let plan = DecodingPlan(size, as: form)
        let part = file.part(plan.window, atLeast: plan.leastSize)
        // Only of JPEGs less than all is decoded.
        let byteCount = channels * (file.header.format == .jpeg ? part.size.area : size.area)
        guard byteCount <= Self.mostBytes, (plan.targetArea ?? 0) * channels <= Self.mostBytes else {
            throw PictureError.tooManyPixels(width: size.width, height: size.height, limit: Self.mostBytes / channels)
        }
        guard byteCount > BatchLoader.decodedByteCount else { return try decode(file, part, by: plan, into: &room) }
        return try large.withLock { _ in
            defer { room.shrinkScratch(to: BatchLoader.decodedByteCount) }
            return try decode(file, part, by: plan, into: &room)
        }
    }

    private func decode(
        _ file: PictureFile, _ part: PicturePart, by plan: DecodingPlan, into room: inout PictureRoom
    ) throws -> Shape {
        let shape: Shape = [channels, part.size.height, part.size.width]
        guard let resampling = plan.resampling(of: part.size) else {
            try file.decode(channels: channels, part: part, into: room.bytes(shape.elementCount))
            return shape
        }
        let decoded = try room.scratch(shape.elementCount)
        try file.decode(channels: channels, part: part, into: decoded)
        let (height, width) = (resampling.size.height, resampling.size.width)
        resampling.write(
            PictureView(UnsafeBufferPointer(decoded), shape: shape), into: try room.bytes(channels * height * width))
        return [channels, height, width]
    }
}
