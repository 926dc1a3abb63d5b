import Diagnostics
import Synchronization
package import Tensors

/// Decodes all pictures of a folder in order, several at a time.
///
/// Besides what each thread decodes with it keeps the finished pictures of a chunk: no more are begun once they take
/// `mostChunkBytes`.
package final class CacheFiller {
    private let pictures: FolderPictures
    private let form: PictureForm
    private let mostChunkBytes: Int
    private let tell: (String) -> Void
    private let team: LoaderTeam
    private let rooms: Rooms
    private var chunk: [Finished] = []
    /// Of the first picture of the chunk.
    private var start = 0
    private var position = 0
    private var toldAt = ContinuousClock.now

    private static let mostInChunk = 64

    /// A picture in its final form.
    private enum Finished {
        case leftOut
        case picture(Shape, MemoryBlock)
    }

    /// Each belongs to one thread.
    private final class Rooms: @unchecked Sendable {
        var rooms: [PictureRoom]
        init(_ count: Int) { rooms = (0..<count).map { _ in PictureRoom() } }
    }

    package init(
        _ pictures: FolderPictures, _ form: PictureForm, threads: Int = LoaderTeam.processors,
        mostChunkBytes: Int = 64 << 20, tell: @escaping (String) -> Void
    ) throws {
        self.pictures = pictures
        self.form = form
        self.mostChunkBytes = mostChunkBytes
        self.tell = tell
        team = try LoaderTeam(threads: threads)
        rooms = Rooms(threads)
    }

    /// Of finished pictures.
    package var heldByteCount: Int {
        chunk.reduce(0) { sum, finished in
            if case .picture(_, let block) = finished { sum + block.byteCount } else { sum }
        }
    }

    /// The next picture's shape and bytes, good until the next is asked for; no shape for one that is left out; nil after the last.
    package func next() throws -> (shape: Shape?, bytes: UnsafeMutableBufferPointer<UInt8>)? {
        guard position < pictures.count else { return nil }
        if position == start + chunk.count { try fill() }
        position += 1
        switch chunk[position - 1 - start] {
        case .leftOut: return (nil, UnsafeMutableBufferPointer(start: nil, count: 0))
        case .picture(let shape, let block): return (shape, block.bytes)
        }
    }

    private func fill() throws {
        (start, chunk) = (position, [])
        let found = Chunk(mostBytes: mostChunkBytes)
        let (first, pictures, form) = (start, pictures, form)
        try rooms.rooms.withUnsafeMutableBufferPointer { rooms in
            nonisolated(unsafe) let rooms = rooms
            try team.run(min(Self.mostInChunk, pictures.count - start)) { item, thread in
                // What is not begun here is the beginning of the next chunk, or in it.
                guard item == 0 || found.hasRoom else { return }
                found.add(try Self.finished(pictures, first + item, form, &rooms[thread]), at: item)
            }
        }
        chunk = found.withoutGaps
        if ContinuousClock.now - toldAt > .seconds(2) || start + chunk.count == pictures.count {
            tell("decoded \(start + chunk.count) of \(counted(pictures.count, "picture"))")
            toldAt = .now
        }
    }

    private static func finished(
        _ pictures: FolderPictures, _ index: Int, _ form: PictureForm, _ room: inout PictureRoom
    ) throws -> Finished {
        do {
            let shape = try pictures.read(index, as: form, into: &room)
            let block = try MemoryBlock(byteCount: shape.elementCount)
            _ = block.bytes.update(fromContentsOf: try room.bytes(shape.elementCount))
            return .picture(shape, block)
        } catch is SkippedPicture {
            return .leftOut
        }
    }

    /// What the threads have finished of a chunk.
    private final class Chunk: Sendable {
        private let mostBytes: Int
        private let found = Mutex<(pictures: [Int: Finished], byteCount: Int)>(([:], 0))

        init(mostBytes: Int) { self.mostBytes = mostBytes }

        var hasRoom: Bool { found.withLock { $0.byteCount < mostBytes } }

        func add(_ picture: Finished, at place: Int) {
            found.withLock { found in
                found.pictures[place] = picture
                if case .picture(_, let block) = picture { found.byteCount += block.byteCount }
            }
        }

        /// From the first to the last before one that was not begun.
        var withoutGaps: [Finished] {
            found.withLock { found in
                let all: [Finished?] = (0..<CacheFiller.mostInChunk).map { found.pictures[$0] }
                return Array(all.prefix { $0 != nil }.compactMap { $0 })
            }
        }
    }
}
