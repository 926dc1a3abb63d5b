import Files
import Glibc
import Interchange

func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}

/// The names in a folder, sorted.
func names(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else { throw FileError.last(.listFolder, folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
}
