import Files
import Tensors

/// Where a picture is in the file of a `DiskPictureStore`: 24 bytes of its table, little-endian.
struct PicturePlace {
    let offset: Int
    /// Nil for a picture that was left out.
    let shape: Shape?
    /// CRC-32 of its bytes.
    let checksum: UInt32

    static let length = 24

    init(offset: Int, shape: Shape?, checksum: UInt32) {
        (self.offset, self.shape, self.checksum) = (offset, shape, checksum)
    }

    /// Offset in eight bytes; checksum, channels, height and width in four each.
    var bytes: [UInt8] {
        let lengths: [UInt32] = shape.map { $0.lengths.map { UInt32($0) } } ?? [0, 0, 0]
        return littleEndian(UInt64(offset)) + ([checksum] + lengths).flatMap { littleEndian($0) }
    }

    private init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        func number(_ place: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start + place, as: UInt32.self))
        }
        offset = Int(
            truncatingIfNeeded: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
        checksum = number(8)
        shape = number(12) == 0 ? nil : [Int(number(12)), Int(number(16)), Int(number(20))]
    }

    /// All places; nil where the table is not whole.
    static func table(of file: RegularFile, _ seal: PictureSeal) -> [PicturePlace]? {
        var bytes = [UInt8](repeating: 0, count: seal.count * length)
        let isRead: Void? = bytes.withUnsafeMutableBytes { try? file.read(into: $0, at: seal.tableStart) }
        var crc = CRC32()
        crc.add(bytes)
        guard isRead != nil, crc.value == seal.tableChecksum else { return nil }
        let places = bytes.withUnsafeBytes { bytes in (0..<seal.count).map { PicturePlace(bytes, at: $0 * length) } }
        // The checksum vouches for the numbers; that they lie in the file is what reading relies on.
        let areInside = places.allSatisfy { place in
            place.offset >= 0 && place.offset + (place.shape?.elementCount ?? 0) <= seal.tableStart
        }
        return areInside ? places : nil
    }
}

/// The end of the file of a `DiskPictureStore`: 40 bytes.
struct PictureSeal {
    let key: UInt64
    let count: Int
    let tableStart: Int
    let tableChecksum: UInt32

    private static let mark: UInt64 = 0x3153_4349_5053_4E01
    static let length = 40

    init(key: UInt64, count: Int, tableStart: Int, tableChecksum: UInt32) {
        (self.key, self.count, self.tableStart, self.tableChecksum) = (key, count, tableStart, tableChecksum)
    }

    var bytes: [UInt8] {
        [Self.mark, key, UInt64(count), UInt64(tableStart), UInt64(tableChecksum)].flatMap { littleEndian($0) }
    }

    /// Nil where the file does not end in one that can be of it.
    init?(_ file: RegularFile) {
        let end = file.byteCount - Self.length
        guard end >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.length)
        guard bytes.withUnsafeMutableBytes({ try? file.read(into: $0, at: end) }) != nil else { return nil }
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<5).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
        }
        guard numbers[0] == Self.mark, numbers[4] <= UInt64(UInt32.max),
            numbers[2] <= UInt64(end / PicturePlace.length), numbers[3] <= UInt64(end),
            Int(numbers[3]) + Int(numbers[2]) * PicturePlace.length == end
        else { return nil }
        self.init(
            key: numbers[1], count: Int(numbers[2]), tableStart: Int(numbers[3]),
            tableChecksum: UInt32(truncatingIfNeeded: numbers[4]))
    }
}

private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
