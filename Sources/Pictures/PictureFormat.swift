/// The kinds of picture files that are decoded.
package enum PictureFormat: String, CaseIterable, Sendable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"

    /// By the mark that a file begins with, whatever it is named.
    ///
    /// - Throws: `PictureError` for no bytes, for another kind of picture, which is named, and for what is none.
    package init(of bytes: [UInt8]) throws(PictureError) {
        guard !bytes.isEmpty else { throw .empty }
        if bytes.starts(with: [0xFF, 0xD8]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webp
        } else if let kind = ForeignKind(of: bytes) {
            throw .foreign(kind)
        } else {
            throw .noPicture
        }
    }
}
