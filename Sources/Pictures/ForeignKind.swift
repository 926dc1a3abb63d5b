/// What is found where pictures are wanted and is not decoded, told by how it begins.
package enum ForeignKind: String, CaseIterable, Sendable {
    case gif = "a GIF"
    case bmp = "a BMP"
    case tiff = "a TIFF"
    case heic = "a HEIC"
    case avif = "an AVIF"
    case jpeg2000 = "a JPEG 2000"
    case jpegXL = "a JPEG XL"
    case icon = "a Windows icon"
    case photoshop = "a Photoshop file"
    case pdf = "a PDF"
    case svg = "an SVG"
    case webPage = "a web page"
    case lfsPointer = "a pointer of Git LFS"

    init?(of bytes: [UInt8]) {
        guard let kind = Self.marks.first(where: { bytes.dropFirst($0.offset).starts(with: $0.bytes) })?.kind else {
            guard let kind = Self(ofText: bytes) else { return nil }
            self = kind
            return
        }
        self = kind
    }

    /// Whether it holds a picture, which only has to be converted.
    package var isPicture: Bool { self != .webPage && self != .lfsPointer }

    private static let marks: [(kind: ForeignKind, offset: Int, bytes: [UInt8])] = [
        (.gif, 0, Array("GIF8".utf8)),
        (.bmp, 0, Array("BM".utf8)),
        (.tiff, 0, [0x49, 0x49, 0x2A, 0x00]),
        (.tiff, 0, [0x4D, 0x4D, 0x00, 0x2A]),
        (.tiff, 0, [0x49, 0x49, 0x2B, 0x00]),
        (.tiff, 0, [0x4D, 0x4D, 0x00, 0x2B]),
        (.avif, 4, Array("ftypavif".utf8)),
        (.avif, 4, Array("ftypavis".utf8)),
        (.heic, 4, Array("ftyphe".utf8)),
        (.heic, 4, Array("ftypmif1".utf8)),
        (.heic, 4, Array("ftypmsf1".utf8)),
        (.jpeg2000, 0, [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20]),
        (.jpeg2000, 0, [0xFF, 0x4F, 0xFF, 0x51]),
        (.jpegXL, 0, [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20]),
        (.jpegXL, 0, [0xFF, 0x0A]),
        (.icon, 0, [0x00, 0x00, 0x01, 0x00]),
        (.photoshop, 0, Array("8BPS".utf8)),
        (.pdf, 0, Array("%PDF-".utf8)),
        (.lfsPointer, 0, Array("version https://git-lfs".utf8)),
    ]

    private init?(ofText bytes: [UInt8]) {
        let beginning = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
        let text = beginning.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        guard text.hasPrefix("<") else { return nil }
        if text.contains("<svg") {
            self = .svg
        } else if text.hasPrefix("<!doctype html") || text.contains("<html") || text.contains("<head") {
            self = .webPage
        } else {
            return nil
        }
    }
}
