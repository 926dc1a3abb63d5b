import Glibc

/// Makes a folder and those above it that are missing.
package func makeFolders(_ path: String) throws(FileAccessError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        made += made.isEmpty || made == "/" ? String(part) : "/\(part)"
        guard mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
        let failure = FileAccessError.last(.make, made)
        if !isFolder(made) { throw failure }
    }
}

package func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
