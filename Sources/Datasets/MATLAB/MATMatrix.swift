import Recipes

/// A real matrix of numbers in a MATLAB file: its name and lengths, and its numbers where they begin.
struct MATMatrix {
    let name: String
    /// The first runs fastest.
    let lengths: [Int]
    /// How the numbers are stored, which may take less room than what they stand for.
    let storage: Storage
    let byteCount: Int
    private let path: String
    private let source: MATBytes
    /// Of a matrix that is so short that it stands in its tag.
    private let ownBytes: [UInt8]?

    enum Storage: Int {
        case int8 = 1
        case uint8, int16, uint16, int32, uint32, single
        case double = 9

        var byteCount: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .single: 4
            case .double: 8
            }
        }
    }

    /// Reads up to the numbers; nil for what is no real matrix of numbers.
    init?(_ source: MATBytes, path: String) throws {
        (self.source, self.path) = (source, path)
        func part(most: Int) throws -> (type: Int, bytes: [UInt8]) {
            try source.align()
            let tag = MATTag(try source.bytes(8))
            if let bytes = tag.ownBytes { return (tag.type, bytes) }
            guard tag.byteCount <= most else {
                throw MATFile.unsound(path, "a matrix in it has a head that is too long")
            }
            return (tag.type, try source.bytes(tag.byteCount))
        }
        let flags = try part(most: 8)
        guard flags.type == Storage.uint32.rawValue, flags.bytes.count == 8 else {
            throw MATFile.unsound(path, "a matrix in it has no flags")
        }
        let lengths = try part(most: 64)
        guard lengths.type == Storage.int32.rawValue, lengths.bytes.count % 4 == 0, lengths.bytes.count >= 8 else {
            throw MATFile.unsound(path, "a matrix in it has no lengths")
        }
        self.lengths = lengths.bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { place in
                Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
            }
        }
        name = String(decoding: try part(most: 256).bytes, as: UTF8.self)
        // Numbers are of the classes 6, doubles, to 15; the flag is that of complex numbers.
        guard (6...15).contains(flags.bytes[0]), flags.bytes[1] & 0x08 == 0 else { return nil }
        try source.align()
        let tag = MATTag(try source.bytes(8))
        guard let storage = Storage(rawValue: tag.type) else {
            throw MATFile.unsound(path, "the numbers of `\(name)` are of an unknown type, \(tag.type)")
        }
        (self.storage, byteCount, ownBytes) = (storage, tag.byteCount, tag.ownBytes)
    }

    /// How many numbers its lengths make; nil for a matrix that no memory holds.
    var count: Int? {
        lengths.reduce(Int?(1)) { product, length in
            guard let product, length >= 0 else { return nil }
            let (result, overflows) = product.multipliedReportingOverflow(by: length)
            return overflows ? nil : result
        }
    }

    /// Writes the next bytes of the numbers.
    func read(into room: UnsafeMutableRawBufferPointer) throws {
        guard let ownBytes else { return try source.read(into: room) }
        guard room.count <= ownBytes.count else { throw MATFile.unsound(path, "it ends within a matrix") }
        room.copyBytes(from: ownBytes.prefix(room.count))
    }

    /// All numbers.
    ///
    /// - Parameter most: of more nothing is read.
    func numbers(most: Int) throws -> [Double] {
        guard let count, count <= most, byteCount == count * storage.byteCount else {
            throw MATFile.unsound(path, "`\(name)` does not have as many numbers as its lengths \(lengths) say")
        }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        try bytes.withUnsafeMutableBytes { try read(into: $0) }
        return bytes.withUnsafeBytes { bytes in
            (0..<count).map { place in
                func number<Number>(_ type: Number.Type) -> Number {
                    bytes.loadUnaligned(fromByteOffset: place * MemoryLayout<Number>.size, as: type)
                }
                return switch storage {
                case .int8: Double(number(Int8.self))
                case .uint8: Double(number(UInt8.self))
                case .int16: Double(Int16(littleEndian: number(Int16.self)))
                case .uint16: Double(UInt16(littleEndian: number(UInt16.self)))
                case .int32: Double(Int32(littleEndian: number(Int32.self)))
                case .uint32: Double(UInt32(littleEndian: number(UInt32.self)))
                case .single: Double(Float(bitPattern: UInt32(littleEndian: number(UInt32.self))))
                case .double: Double(bitPattern: UInt64(littleEndian: number(UInt64.self)))
                }
            }
        }
    }
}
