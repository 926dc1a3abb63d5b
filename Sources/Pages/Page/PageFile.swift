import Files

/// The file of a page where a user wants it.
package enum PageFile {
    /// What pages name as their maker.
    static let generator = "netspec"
    /// The bytes at a page's start among which it names its maker.
    private static let headLength = 512

    /// Writes a page to a file that is new, or holds a page of netspec's.
    ///
    /// - Throws: `ForeignFile` where it holds something else; `FileError` where it cannot be written.
    package static func write(_ page: String, to path: String) throws {
        if let status = FileStatus(path), status.kind != .file { throw FileError(.write, path, .irregular) }
        if exists(path), try !isPage(path) { throw ForeignFile(path, mustBe: "a page that netspec made") }
        try DurableFile.write(Array(page.utf8), to: path)
    }

    private static func isPage(_ path: String) throws -> Bool {
        let file = try RegularFile(path, limit: .max)
        var bytes = [UInt8](repeating: 0, count: min(headLength, file.byteCount))
        try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        return String(decoding: bytes, as: UTF8.self).contains(#"<meta name="generator" content="\#(generator)"/>"#)
    }
}
