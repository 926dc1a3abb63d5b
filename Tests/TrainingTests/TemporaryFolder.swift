import Glibc

/// A folder of one test, removed with all that is in it.
final class TemporaryFolder {
    struct Failure: Error {
        let reason: String
    }

    let path: String

    init() throws {
        var template = Array("/tmp/netspec-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(reason: String(cString: strerror(errno))) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    subscript(name: String) -> String { "\(path)/\(name)" }

    /// The names in a folder of it, sorted.
    func names(_ folder: String = ".") -> [String] { entries(of: self[folder]) }

    func write(_ text: String, to name: String) throws {
        guard let file = fopen(self[name], "wb") else { throw Failure(reason: "cannot open \(name)") }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw Failure(reason: "cannot write \(name)") }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        guard let file = fopen(self[name], "rb") else { throw Failure(reason: "cannot open \(name)") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    deinit {
        remove(path)
    }

    private func remove(_ path: String) {
        for name in entries(of: path) where unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        rmdir(path)
    }
}

private func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
}
