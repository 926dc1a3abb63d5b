import Pictures
import Pixels
import Synchronization
import Tensors

/// Decodes picture files into the form that is wanted, on several threads at a time.
///
/// A thread needs the bytes of a file and at most `BatchLoader.decodedByteCount` for its decoded picture; larger ones are decoded
/// one at a time, and the memory for them is given back.
final class PictureFileReader: Sendable {
    /// 1 for grey, 3 for colour.
    let channels: Int
    private let large = Mutex(())

    /// Larger files are no pictures to learn from.
    static let mostFileBytes = 1 << 29
    /// A decoded picture has at most so many.
    static let mostBytes = 1 << 28

    init(channels: Int) {
        self.channels = channels
    }

    /// Writes a picture as `[C, H, W]`, a byte for each value, into the first bytes of a room.
    ///
    /// - Returns: the picture's shape.
    /// - Throws: `PictureError`, `OutOfMemory`
    func read(_ bytes: [UInt8], as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        try decode(PictureFile(bytes, pixelLimit: Int.max), as: form, into: &room)
    }

    private func decode(_ file: PictureFile, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let size = file.header.size
        let plan = DecodingPlan(size, as: form)
        let part = file.part(plan.window, atLeast: plan.leastSize)
        // Only of JPEGs less than all is decoded.
        let area = file.header.format == .jpeg ? part.size.area : size.area
        let mostPixels = Self.mostBytes / channels
        guard area <= mostPixels, plan.targetArea ?? 0 <= mostPixels else {
            throw PictureError.tooManyPixels(width: size.width, height: size.height, limit: mostPixels)
        }
        let byteCount = channels * area
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
        guard let resampling = plan.resampling(of: part) else {
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
