package import Glibc

/// Makes a folder and those above it that are missing, each so that it stays after a power cut.
package func makeFolders(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
        if mkdir(made, 0o777) == 0 {
            guard flushFolder(of: made) else { throw .last(.makeFolder, made) }
            continue
        }
        guard errno != EEXIST else { continue }
        let failure = FileError.last(.makeFolder, made)
        if !isFolder(made) { throw failure }
    }
}

/// Whether there is something at a path, as far as this process may see.
package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

package func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The folder that a path leads to something in.
package func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The names in a folder, sorted; `.` and `..` are among them.
package func names(inFolder path: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else { throw .last(.listFolder, path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(name(of: entry))
    }
    return names.sorted()
}

/// The name in what `readdir` gives, whose bytes end with it: there is no whole `dirent` to copy.
package func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return "" }
    let bytes = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
    return String(decoding: UnsafeBufferPointer(start: bytes, count: strlen(bytes)), as: UTF8.self)
}

/// Writes to the disk what names the folder of a path holds; false, with `errno` set, when that failed.
///
/// Some file systems cannot flush a folder and say `EINVAL`, and a folder that may not be read cannot be opened for it; there
/// what was made is as durable as it gets.
func flushFolder(of path: String) -> Bool {
    let opened = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return errno == EACCES }
    defer { close(opened) }
    return fsync(opened) == 0 || errno == EINVAL
}
