import Files
import Glibc

/// What is done with folders and all that is in them.
enum FolderTree {
    /// Removes a folder with all that is in it, not what links in it lead to; nothing where there is none.
    static func remove(_ path: String) throws(FileError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 else { throw .last(.write, path) }
            return
        }
        for name in try names(inFolder: path) where name != "." && name != ".." { try remove("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw .last(.write, path) }
    }

    /// Gives something another name, the first that is free: `mnist.before-1`.
    ///
    /// - Returns: the new path.
    static func setAside(_ path: String) throws(FileError) -> String {
        for number in 1... {
            let other = "\(path).before-\(number)"
            if exists(other), number < 1000 { continue }
            guard rename(path, other) == 0 else { break }
            return other
        }
        throw .last(.write, path)
    }

    /// Writes to the disk what was written: one flush for thousands of files, each of which would take as long.
    static func flush() { sync() }

    static func copy(_ path: String, to target: String) throws {
        let file = try RegularFile(path, limit: Int.max)
        try DurableFile.write(to: target) { copy in
            try file.forEachPart(of: 0..<file.byteCount) { try copy.append($0) }
        }
    }
}
