import Glibc

/// Makes a folder and those above it that are missing.
func makeFolders(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
        guard mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
        let failure = RunFileError.last("make the folder", made)
        if !isFolder(made) { throw failure }
    }
    guard isFolder(path) else {
        throw TrainingError("`\(path)` must be a folder, and it is not", help: "choose another folder")
    }
}

func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}

/// The names in a folder, sorted.
func names(in folder: String) throws -> [String] {
    guard let stream = opendir(folder) else { throw RunFileError.last("read the folder", folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
}

/// The bytes of a file, as text; what is not UTF-8 is replaced.
func text(of path: String) throws -> String {
    guard let file = fopen(path, "rbe") else { throw RunFileError.last("read", path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        bytes += chunk[..<count]
        if count < chunk.count { break }
    }
    guard ferror(file) == 0 else { throw RunFileError.last("read", path) }
    return String(decoding: bytes, as: UTF8.self)
}
