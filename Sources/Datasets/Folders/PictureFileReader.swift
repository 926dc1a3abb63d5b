import Files
import Pictures
import Pixels
import Synchronization
import Tensors

/// Decodes picture files into the form that is wanted, on several threads at a time.
///
/// A thread needs at most `sharedByteCount` for a file's bytes and its picture; what needs more is decoded while no other such picture
/// is, in the whole process, and the memory for it is given back.
final class PictureFileReader: Sendable {
    /// 1 for grey, 3 for colour.
    let channels: Int
    /// A picture of more is refused before it is decoded.
    private let pixelLimit: Int

    /// Larger files are no pictures to learn from.
    private static let mostFileBytes = 1 << 29
    /// A decoded picture has at most so many, and a resized one.
    private static let mostBytes = 1 << 28
    /// What needs no more is read and decoded beside others.
    static let sharedByteCount = 2 * PictureRoom.keptByteCount
    private static let large = Mutex(())

    init(channels: Int, pixelLimit: Int = .max) {
        (self.channels, self.pixelLimit) = (channels, pixelLimit)
    }

    /// Writes a picture as `[C, H, W]`, a byte for each value, into the first bytes of a room.
    ///
    /// - Returns: the picture's shape.
    /// - Throws: `PictureError`, `FileError`, `OutOfMemory`
    func read(_ path: String, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        guard FileStatus(path)?.byteCount ?? 0 > Self.sharedByteCount else {
            return try read(Files.bytes(ofFile: path, limit: Self.mostFileBytes), as: form, into: &room)
        }
        return try Self.large.withLock { _ in
            let bytes = try Files.bytes(ofFile: path, limit: Self.mostFileBytes)
            return try read(bytes, as: form, into: &room, isAlone: true)
        }
    }

    /// The same of a file in memory.
    ///
    /// - Throws: `PictureError`, `OutOfMemory`
    func read(_ bytes: [UInt8], as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        try read(bytes, as: form, into: &room, isAlone: false)
    }

    /// Writes a picture that is decoded already as the form wants it.
    ///
    /// - Parameter shape: of the planes: `[channels, H, W]`.
    /// - Throws: `OutOfMemory`
    func read(
        planes: [UInt8], of shape: Shape, as form: PictureForm, into room: inout PictureRoom
    ) throws -> Shape {
        let size = PictureSize(height: shape[1], width: shape[2])
        return try planes.withUnsafeBufferPointer { planes in
            guard let resampling = DecodingPlan(size, as: form).resampling(ofDecoded: size) else {
                _ = try room.bytes(planes.count).update(fromContentsOf: planes)
                return shape
            }
            let (height, width) = (resampling.size.height, resampling.size.width)
            resampling.write(PictureView(planes, shape: shape), into: try room.bytes(channels * height * width))
            return [channels, height, width]
        }
    }

    private func read(
        _ bytes: [UInt8], as form: PictureForm, into room: inout PictureRoom, isAlone: Bool
    ) throws -> Shape {
        let file = try PictureFile(bytes)
        let size = file.header.size
        guard size.area <= pixelLimit else {
            throw PictureError.tooManyPixels(width: size.width, height: size.height, limit: pixelLimit)
        }
        let plan = DecodingPlan(size, as: form)
        let part = file.part(plan.window, atLeast: plan.leastSize)
        let needed = try neededByteCount(file, part, plan)
        guard bytes.count + needed > Self.sharedByteCount, !isAlone else {
            return try decode(file, part, by: plan, into: &room)
        }
        return try Self.large.withLock { _ in try decode(file, part, by: plan, into: &room) }
    }

    /// Bytes of memory for the picture, what it is made from counted.
    ///
    /// - Throws: `PictureError` where that is more than it may be.
    private func neededByteCount(
        _ file: PictureFile, _ part: PicturePart, _ plan: DecodingPlan
    ) throws(PictureError) -> Int {
        let (size, mostPixels) = (file.header.size, Self.mostBytes / channels)
        // Only of JPEGs less than all is decoded.
        let area = file.header.format == .jpeg ? part.size.area : size.area
        guard area <= mostPixels else {
            throw PictureError.tooManyPixels(width: size.width, height: size.height, limit: mostPixels)
        }
        if let target = plan.targetSize, target.area > mostPixels {
            throw PictureError.becomesTooLarge(size, resized: target, limit: mostPixels)
        }
        let needed = file.decodingByteCount(channels: channels, part: part) + resizingByteCount(part, plan)
        guard needed <= PictureFile.mostDecodingBytes else {
            throw PictureError.needsMemory(needed, limit: PictureFile.mostDecodingBytes)
        }
        return needed
    }

    /// Of the resized picture, of one channel with its columns brought to size and not its rows, and of the weights.
    private func resizingByteCount(_ part: PicturePart, _ plan: DecodingPlan) -> Int {
        guard let target = plan.targetSize else { return 0 }
        return channels * target.area + part.size.height * target.width + 8 * (part.size.height + part.size.width)
    }

    private func decode(
        _ file: PictureFile, _ part: PicturePart, by plan: DecodingPlan, into room: inout PictureRoom
    ) throws -> Shape {
        let shape: Shape = [channels, part.size.height, part.size.width]
        guard let resampling = plan.resampling(of: part) else {
            try file.decode(channels: channels, part: part, into: room.bytes(shape.elementCount))
            return shape
        }
        defer { room.shrinkScratch() }
        let decoded = try room.scratch(shape.elementCount)
        try file.decode(channels: channels, part: part, into: decoded)
        let (height, width) = (resampling.size.height, resampling.size.width)
        resampling.write(
            PictureView(UnsafeBufferPointer(decoded), shape: shape), into: try room.bytes(channels * height * width))
        return [channels, height, width]
    }
}
