import Diagnostics
import Files
import Glibc

/// Writes the entries of an archive below a folder; no path leads out of it, and nothing is written twice.
struct TarWriter {
    /// There, and empty at first.
    let target: String
    /// The name that every path must begin with.
    let folder: String
    /// The paths of the folders that were made.
    private var made: Set<String> = []

    init(target: String, folder: String) {
        (self.target, self.folder) = (target, folder)
    }

    mutating func makeFolder(_ name: String) throws {
        try makeFolders(parts(of: name))
    }

    /// Writes a file.
    ///
    /// - Parameter fill: writes its next bytes into all of some room.
    mutating func write(
        _ name: String, byteCount: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void
    ) throws {
        let parts = try parts(of: name)
        guard parts.count > 1 else { throw TarDefect("`\(abbreviated(name))` must be a folder, and is a file") }
        try makeFolders(parts.dropLast())
        let path = joined(target, parts.joined(separator: "/"))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw TarDefect("`\(abbreviated(name))` is there twice") }
            throw FileError.last(.write, path)
        }
        defer { close(descriptor) }
        var room = [UInt8](repeating: 0, count: min(byteCount, 1 << 20))
        var left = byteCount
        while left > 0 {
            let count = min(left, room.count)
            if count < room.count { room.removeLast(room.count - count) }
            try room.withUnsafeMutableBytes { try fill($0) }
            try appendWhole(room, to: descriptor, of: path)
            left -= count
        }
    }

    /// The names of a path, from the archive's folder on.
    private func parts(of name: String) throws(TarDefect) -> [String] {
        let parts = name.split(separator: "/").map(String.init).filter { $0 != "." }
        let isSafe =
            !name.hasPrefix("/") && !parts.contains("..") && name.utf8.count <= 1024
            && !name.unicodeScalars.contains { $0.value == 0 || $0 == "\u{FFFD}" }
        guard isSafe, parts.first == folder, parts.count <= 16 else {
            throw TarDefect("each of its paths must lie in `\(folder)`, found `\(abbreviated(name))`")
        }
        return parts
    }

    private mutating func makeFolders(_ parts: some Collection<String>) throws {
        var path = target
        for part in parts {
            path = joined(path, part)
            guard made.insert(path).inserted else { continue }
            guard mkdir(path, 0o777) == 0 else {
                if errno == EEXIST { throw TarDefect("`\(abbreviated(part))` is a file and a folder") }
                throw FileError.last(.makeFolder, path)
            }
        }
    }
}
