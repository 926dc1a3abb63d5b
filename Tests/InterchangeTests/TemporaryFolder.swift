import Glibc

/// A folder of one test, removed with it.
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

    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        guard let file = fopen(self[name], "wb") else { throw Failure(reason: "cannot open \(name)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure(reason: "cannot write \(name)") }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        guard let file = fopen(self[name], "rb") else { throw Failure(reason: "cannot open \(name)") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    deinit {
        for name in names {
            unlink(self[name])
            rmdir(self[name])
        }
        rmdir(path)
    }
}
