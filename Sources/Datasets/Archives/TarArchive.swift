import Diagnostics
import Files
import Recipes

/// Unpacks tar archives in gzip (`.tar.gz`, `.tgz`): folders and regular files, all below one folder.
///
/// Read by netspec itself, and not by libarchive, because of all that a tar archive can be nothing else is wanted: what is strict about
/// it is short, and libarchive would be one library more to install, with a dozen behind it. Links, devices, absolute paths and `..`
/// are refused, so that nothing is ever written outside of the target; so are names that are there twice.
package struct TarArchive {
    /// What an archive may unpack to at most.
    package struct Limits: Sendable {
        package let byteCount: Int
        package let entryCount: Int

        package init(byteCount: Int, entryCount: Int) {
            (self.byteCount, self.entryCount) = (byteCount, entryCount)
        }
    }

    private let path: String
    private let stream: InflateStream
    private let limits: Limits
    /// The name that every path of the archive begins with.
    private let folder: String

    /// - Parameter folder: the name that every path in the archive must begin with.
    package init(_ path: String, of folder: String, limits: Limits) throws {
        (self.path, self.limits, self.folder) = (path, limits, folder)
        let file = try RegularFile(path, limit: Int.max)
        let pieces = FilePieces(file, in: 0..<file.byteCount)
        stream = try InflateStream(.gzip, of: "the archive `\(path)`") { try pieces.next() }
    }

    /// Writes all of it into a folder that is there and empty.
    ///
    /// - Parameter progress: told how many files there are so far.
    /// - Throws: `DataError` for an archive that is not sound, or holds what it must not; `FileError`.
    package func unpack(into target: String, progress: (Int) -> Void = { _ in }) throws {
        do {
            try unpackEntries(into: target, progress)
        } catch let defect as TarDefect {
            throw DataError("the archive `\(path)` is not sound: \(defect.reason)", help: "get the file again")
        }
    }

    private func unpackEntries(into target: String, _ progress: (Int) -> Void) throws {
        var writer = TarWriter(target: target, folder: folder)
        var (entries, bytes, files) = (0, 0, 0)
        var following = Following()
        while let header = try header() {
            entries += 1
            let byteCount = following.byteCount ?? header.byteCount
            guard entries <= limits.entryCount else {
                throw TarDefect("it has more than \(limits.entryCount) entries")
            }
            switch header.kind {
            case .records: following.take(records: try contents(of: header))
            case .globalRecords: _ = try contents(of: header)
            case .longName:
                following.name = String(decoding: try contents(of: header).prefix { $0 != 0 }, as: UTF8.self)
            case .other(let what):
                throw TarDefect("`\(abbreviated(following.name ?? header.name))` is \(what), and only files are taken")
            case .folder:
                try writer.makeFolder(following.name ?? header.name)
                following = Following()
            case .file:
                (bytes, files) = (bytes + byteCount, files + 1)
                guard bytes <= limits.byteCount else {
                    throw TarDefect("it unpacks to more than \(limits.byteCount) bytes")
                }
                try writer.write(following.name ?? header.name, byteCount: byteCount) { try fill($0) }
                try skip(padding(byteCount))
                following = Following()
                progress(files)
            }
        }
        try readToTheEnd()
    }

    /// What entries before an entry say of it.
    private struct Following {
        var name: String?
        var byteCount: Int?

        /// Records of pax: `18 path=some/name⏎`, each with its own length before it.
        mutating func take(records bytes: [UInt8]) {
            var rest = bytes[...]
            while let blank = rest.firstIndex(of: 32),
                let length = Int(String(decoding: rest[rest.startIndex..<blank], as: UTF8.self)),
                length > blank - rest.startIndex + 1, length <= rest.count
            {
                let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
                let parts = record.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2 {
                    let value = String(decoding: parts[1], as: UTF8.self)
                    if parts[0].elementsEqual("path".utf8) { name = value }
                    if parts[0].elementsEqual("size".utf8) { byteCount = Int(value).flatMap { $0 >= 0 ? $0 : nil } }
                }
                rest = rest.dropFirst(length)
            }
        }
    }

    /// Nil at the end, which two blocks of zeros mark.
    private func header() throws -> TarHeader? {
        var block = [UInt8](repeating: 0, count: TarHeader.blockSize)
        try block.withUnsafeMutableBytes { try fill($0) }
        guard block.contains(where: { $0 != 0 }) else { return nil }
        return try TarHeader(block)
    }

    /// Of an entry that tells of another; such are short.
    private func contents(of header: TarHeader) throws -> [UInt8] {
        guard header.byteCount <= 1 << 16 else { throw TarDefect("what it says of an entry is too long") }
        var bytes = [UInt8](repeating: 0, count: header.byteCount)
        try bytes.withUnsafeMutableBytes { try fill($0) }
        try skip(padding(header.byteCount))
        return bytes
    }

    private func padding(_ byteCount: Int) -> Int {
        (TarHeader.blockSize - byteCount % TarHeader.blockSize) % TarHeader.blockSize
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) throws {
        guard try stream.read(into: room) == room.count else { throw TarDefect("it ends within an entry") }
    }

    private func skip(_ count: Int) throws {
        var room = [UInt8](repeating: 0, count: count)
        try room.withUnsafeMutableBytes { try fill($0) }
    }

    /// Behind the end there is nothing but zeros; the checksum of the compressed data stands behind them.
    private func readToTheEnd() throws {
        var room = [UInt8](repeating: 0, count: 1 << 16)
        var most = 1 << 20
        while true {
            let count = try room.withUnsafeMutableBytes { try stream.read(into: $0) }
            most -= count
            guard most >= 0, room.prefix(count).allSatisfy({ $0 == 0 }) else {
                throw TarDefect("something stands behind its end")
            }
            if count < room.count { return }
        }
    }
}
