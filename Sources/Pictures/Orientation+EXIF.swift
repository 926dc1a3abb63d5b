extension Orientation {
    /// By the tag 0x0112 of EXIF data, which are a TIFF file: its first folder's, a short from 1 to 8. What cannot be read is
    /// upright.
    ///
    /// Source: CIPA DC-008, "Exchangeable image file format for digital still cameras", section 4.6.
    package init(ofEXIF bytes: ArraySlice<UInt8>) {
        self = EXIFData(bytes).flatMap { $0.orientation } ?? .upright
    }
}

/// Numbers of a TIFF file in its own order of bytes; nil beyond its end.
private struct EXIFData {
    private let bytes: ArraySlice<UInt8>
    private let isLittleEndian: Bool

    init?(_ bytes: ArraySlice<UInt8>) {
        let tiff = bytes.starts(with: EXIFData.mark) ? bytes.dropFirst(EXIFData.mark.count) : bytes
        guard tiff.starts(with: [0x49, 0x49, 0x2A, 0x00]) || tiff.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) else {
            return nil
        }
        self.bytes = tiff
        isLittleEndian = tiff.first == 0x49
    }

    /// What stands before the TIFF file in JPEG, and in some WebP.
    static let mark: [UInt8] = Array("Exif".utf8) + [0, 0]

    var orientation: Orientation? {
        guard let folder = number(at: 4, 4), let count = number(at: folder, 2) else { return nil }
        for entry in 0..<count {
            let start = folder + 2 + 12 * entry
            guard let tag = number(at: start, 2) else { return nil }
            guard tag == 0x0112 else { continue }
            guard number(at: start + 2, 2) == 3, number(at: start + 4, 4) == 1 else { return nil }
            return number(at: start + 8, 2).flatMap { Orientation(rawValue: UInt16($0)) }
        }
        return nil
    }

    private func number(at offset: Int, _ length: Int) -> Int? {
        let part = bytes.dropFirst(offset).prefix(length)
        guard part.count == length else { return nil }
        return (isLittleEndian ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The EXIF data of a JPEG: in the first of its segments APP1 that begins with their mark.
func exifData(ofJPEG bytes: [UInt8]) -> ArraySlice<UInt8> {
    var place = 2
    while place + 4 <= bytes.count {
        let marker = bytes[place + 1]
        // The library passes over bytes between segments as well, which some programs leave.
        guard bytes[place] == 0xFF, marker != 0xFF, marker != 0 else {
            place += 1
            continue
        }
        // Pixels follow, or the end.
        guard marker != 0xDA, marker != 0xD9 else { return [] }
        let end = place + 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
        guard end > place + 3, end <= bytes.count else { return [] }
        let contents = bytes[(place + 4)..<end]
        if marker == 0xE1, contents.starts(with: EXIFData.mark) { return contents }
        place = end
    }
    return []
}

/// The EXIF data of a PNG: its chunk `eXIf`, before or behind the pixels.
func exifData(ofPNG bytes: [UInt8]) -> ArraySlice<UInt8> {
    var place = 8
    while place + 12 <= bytes.count {
        let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
        let end = place + 8 + length
        guard end <= bytes.count else { return [] }
        if bytes[(place + 4)...].starts(with: "eXIf".utf8) { return bytes[(place + 8)..<end] }
        place = end + 4
    }
    return []
}
