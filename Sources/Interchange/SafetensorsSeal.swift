import Files

/// A checksum over the whole of a file, kept in its metadata, so that any change of it shows.
///
/// Two names in the metadata: `integrity`, which says that there is a checksum and of which kind, and `crc32`, the checksum,
/// eight digits, of all bytes of the file with zeros for these digits. A file that has but one of the two was changed; one
/// that has neither is another program's.
enum SafetensorsSeal {
    static let kindKey = "integrity"
    static let kind = "crc32"
    static let checksumKey = "crc32"
    private static let open = "00000000"

    /// The metadata of a file that is to have a checksum, which is not known yet.
    static func added(to metadata: [String: String]) -> [String: String] {
        metadata.merging([kindKey: kind, checksumKey: open]) { $1 }
    }

    /// Where the checksum's digits stand in a header, as JSON without spaces; nil where there are none.
    ///
    /// Within a JSON string a quotation mark has a backslash before it, so this can be a name and its value only.
    static func place(in header: [UInt8]) -> Range<Int>? {
        let name = Array("\"\(checksumKey)\":\"".utf8)
        let length = name.count + open.utf8.count
        guard header.count >= length else { return nil }
        return header.withUnsafeBufferPointer { header in
            for start in 0...header.count - length where header[start] == name[0] {
                if zip(header[start..<start + name.count], name).allSatisfy({ $0 == $1 }) {
                    return start + name.count..<start + length
                }
            }
            return nil
        }
    }

    static func set(_ checksum: String, in header: inout [UInt8]) {
        guard let place = place(in: header) else { return }
        header.replaceSubrange(place, with: Array(checksum.utf8))
    }

    /// The header with zeros for the checksum's digits, as it goes into the checksum.
    static func opened(_ header: [UInt8]) -> [UInt8] {
        var header = header
        set(open, in: &header)
        return header
    }
}
