import Files
package import Tensors

/// A file of tensors whose numbers are read one tensor at a time, to where they are wanted.
package final class SafetensorsReader {
    package let path: String
    /// The shape of each tensor.
    package let shapes: [String: Shape]
    /// Without what belongs to the checksum.
    package let metadata: [String: String]
    /// Over the whole file, as the file has it; nil in a file without one.
    package let checksum: String?
    /// In the order of their numbers in the file.
    let entries: [SafetensorsHeader.Entry]
    private let file: RegularFile
    private let headerBytes: [UInt8]

    /// A longer header is refused unread.
    private static let longestHeader = 100_000_000

    /// Opens a file whose tensors are F32, or F16, BF16 and F64, which become Float.
    ///
    /// - Throws: `SafetensorsError` for what the file holds, `FileError` when the machine will not read it.
    package init(_ path: String) throws {
        func failure(_ message: String) -> SafetensorsError { SafetensorsError(path: path, message: message) }
        // As large as it is: its tensors are read one by one.
        let file = try RegularFile(path, limit: .max)
        guard file.byteCount >= 8 else { throw failure("it must have at least 8 bytes, found \(file.byteCount)") }
        var length = UInt64(0)
        try withUnsafeMutableBytes(of: &length) { room in try file.read(into: room, at: 0) }
        let claimed = UInt64(littleEndian: length)
        guard claimed <= UInt64(Self.longestHeader) else {
            throw failure("its header must have at most \(Self.longestHeader) bytes, found \(claimed)")
        }
        guard claimed <= UInt64(file.byteCount - 8) else {
            throw failure(
                "its header must end within the file's \(file.byteCount) bytes, found a length of \(claimed)")
        }
        var bytes = [UInt8](repeating: 0, count: Int(claimed))
        try bytes.withUnsafeMutableBytes { room in try file.read(into: room, at: 8) }
        self.path = path
        self.file = file
        headerBytes = bytes
        let header = try SafetensorsHeader(bytes[...], dataLength: file.byteCount - 8 - bytes.count, path: path)
        entries = header.entries
        shapes = Dictionary(header.entries.map { ($0.name, $0.shape) }) { first, _ in first }
        var metadata = header.metadata
        let kind = metadata.removeValue(forKey: SafetensorsSeal.kindKey)
        checksum = metadata.removeValue(forKey: SafetensorsSeal.checksumKey)
        self.metadata = metadata
        guard (kind != nil) == (checksum != nil) else {
            throw failure(
                "it must have `\(SafetensorsSeal.kindKey)` and `\(SafetensorsSeal.checksumKey)` in its metadata, or "
                    + "neither, found one of the two: it was damaged or changed")
        }
    }

    /// Reads the whole file and compares its checksum, if it has one.
    ///
    /// - Throws: `SafetensorsError` when it was changed since it was written.
    package func verify() throws {
        guard let checksum else { return }
        var crc = CRC32()
        withUnsafeBytes(of: UInt64(headerBytes.count).littleEndian) { crc.add($0) }
        crc.add(SafetensorsSeal.opened(headerBytes))
        try file.forEachPart(of: dataStart..<file.byteCount) { crc.add($0) }
        guard crc.text == checksum else {
            throw SafetensorsError(
                path: path,
                message: "its bytes must have the checksum `\(checksum)`, found \(crc.text): it was damaged or changed")
        }
    }

    /// Reads the numbers of a tensor of that name and shape to where they belong.
    ///
    /// - Precondition: the file has it, in that shape.
    package func read(_ tensor: StoredTensor) throws {
        guard let entry = entries.first(where: { $0.name == tensor.name }), entry.shape == tensor.shape else {
            preconditionFailure("the file has no such tensor")
        }
        try read(entry, into: tensor.values)
    }

    /// Reads the numbers of a tensor.
    func read(_ entry: SafetensorsHeader.Entry, into target: UnsafeMutableBufferPointer<Float>) throws {
        let place = dataStart + entry.place.lowerBound..<dataStart + entry.place.upperBound
        if entry.type == .single {
            return try file.read(into: UnsafeMutableRawBufferPointer(target), at: place.lowerBound)
        }
        var rest = target[...]
        try file.forEachPart(of: place) { part in
            let count = part.count / entry.type.byteCount
            entry.type.convert(part, into: UnsafeMutableBufferPointer(rebasing: rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
    }

    private var dataStart: Int { 8 + headerBytes.count }
}

extension SafetensorsHeader.ElementType {
    /// Makes Floats of numbers as the file has them.
    fileprivate func convert(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>) {
        func bits<Bits: FixedWidthInteger>(_ index: Int, _: Bits.Type) -> Bits {
            Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: index * byteCount, as: Bits.self))
        }
        for index in target.indices {
            switch self {
            case .half: target[index] = Float(Float16(bitPattern: bits(index, UInt16.self)))
            case .brainFloat: target[index] = Float(bitPattern: UInt32(bits(index, UInt16.self)) << 16)
            case .single: target[index] = Float(bitPattern: bits(index, UInt32.self))
            case .double: target[index] = Float(Double(bitPattern: bits(index, UInt64.self)))
            }
        }
    }
}
