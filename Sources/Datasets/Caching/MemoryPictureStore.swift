import Diagnostics
import Pixels
import Recipes
package import Tensors

/// Pictures one after the other in memory, in blocks.
package struct MemoryPictureStore: PictureStore {
    private let limit: Int?
    private var blocks: [MemoryBlock] = []
    private var used = 0
    private var places: [Place] = []

    /// Where a picture is; `block` is −1 for none.
    private struct Place {
        let block: Int32
        let start: Int32
        let shape: (channels: Int32, height: Int32, width: Int32)
    }

    private static let blockLength = 64 << 20

    /// - Parameter limit: bytes that there are; nil where that does not matter.
    package init(limit: Int?) {
        self.limit = limit
    }

    package private(set) var isFilled = false

    package mutating func fill(
        count: Int, _ next: () throws -> (shape: Shape?, bytes: UnsafeMutableBufferPointer<UInt8>)?
    ) throws {
        var byteCount = 0
        while let picture = try next() {
            guard let shape = picture.shape else {
                places.append(Place(block: -1, start: 0, shape: (0, 0, 0)))
                continue
            }
            byteCount += shape.elementCount
            // The first pictures tell how much all will be.
            if let limit, byteCount > limit || places.count == Self.sampled && byteCount / Self.sampled * count > limit
            {
                throw CacheTooLarge(
                    byteCount: byteCount > limit && places.count < Self.sampled
                        ? byteCount : byteCount / max(1, places.count) * count, limit: limit)
            }
            try append(picture.bytes, shape)
        }
        isFilled = true
    }

    private static let sampled = 256

    private mutating func append(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ shape: Shape) throws {
        if blocks.isEmpty || used + bytes.count > blocks[blocks.count - 1].byteCount {
            blocks.append(
                try DataMemoryError.memory(max(Self.blockLength, bytes.count), for: "`cache: memory` of the pictures"))
            used = 0
        }
        let room = blocks[blocks.count - 1].bytes[used..<used + bytes.count]
        _ = UnsafeMutableBufferPointer(rebasing: room).update(fromContentsOf: bytes)
        places.append(
            Place(
                block: Int32(blocks.count - 1), start: Int32(used),
                shape: (Int32(shape[0]), Int32(shape[1]), Int32(shape[2]))))
        used += bytes.count
    }

    package func shape(of index: Int) -> Shape? {
        let place = places[index]
        return place.block < 0 ? nil : [Int(place.shape.channels), Int(place.shape.height), Int(place.shape.width)]
    }

    package func withPicture<Result>(
        _ index: Int, _ shape: Shape, _ room: inout PictureRoom,
        _ body: (UnsafeBufferPointer<UInt8>, inout PictureRoom) throws -> Result
    ) rethrows -> Result {
        let place = places[index]
        let block = blocks[Int(place.block)]
        return try withExtendedLifetime(block) {
            let bytes = block.bytes[Int(place.start)..<Int(place.start) + shape.elementCount]
            return try body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(block.bytes)[bytes.indices]), &room)
        }
    }
}

/// The pictures do not fit into memory.
package struct CacheTooLarge: UserMistake, Hashable {
    package let byteCount: Int
    package let limit: Int

    package var description: String {
        "`cache: memory` must fit into memory: the pictures need about \(mebibytes(byteCount)), and there are \(mebibytes(limit))"
    }

    package var help: String? { "write `cache: disk`, or `cache: none`" }
}
