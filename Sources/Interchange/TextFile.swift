import Glibc

/// The bytes of a file, as text; what is not UTF-8 is replaced.
package func text(of path: String) throws(FileAccessError) -> String {
    guard let file = fopen(path, "rbe") else { throw FileAccessError.last(.read, path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        bytes += chunk[..<count]
        if count < chunk.count { break }
    }
    guard ferror(file) == 0 else { throw FileAccessError.last(.read, path) }
    return String(decoding: bytes, as: UTF8.self)
}
