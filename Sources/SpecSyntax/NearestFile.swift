import Diagnostics
import Files
import Glibc

extension SourceProvider {
    /// A path with another file's name at its end: that of the spec in the same folder that was most likely meant by one that
    /// is missing. Nil where there is none.
    ///
    /// - Parameters:
    ///   - path: where the file was looked for.
    ///   - written: the path as it is written, if that is another.
    package func nearestFile(to path: String, writtenAs written: String? = nil) -> String? {
        let (folder, name) = parted(path)
        let files = specs(in: folder.isEmpty ? "." : folder)
        guard let meant = nearestName(to: stem(name), among: files.map(stem)),
            let file = files.first(where: { stem($0) == meant && $0 != name })
        else { return nil }
        return parted(written ?? path).folder + file
    }
}

/// A file's name without its extension, which all have in common.
private func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
}

/// A path up to its last `/`, and what is behind.
private func parted(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

/// The names of the files in a folder that end in one of some extensions; of a folder of thousands, some.
func fileNames(in folder: String, endingIn extensions: [String]) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    // A folder of thousands is no place to guess in.
    while names.count < 1000, let entry = readdir(stream) {
        let name = name(of: entry)
        if name.hasExtension(among: extensions) { names.append(name) }
    }
    return names
}

/// The path of a file without links, `.` and `..`; nil where there is no such file.
package func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
}

extension String {
    /// Whether a file's name ends in one of some extensions, which are given without the dot.
    func hasExtension(among extensions: [String]) -> Bool { extensions.contains { hasSuffix(".\($0)") } }
}
