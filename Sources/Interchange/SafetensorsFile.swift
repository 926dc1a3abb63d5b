import Files
import FoundationEssentials
package import Tensors

/// Named tensors in a file that other tools read too.
///
/// Layout: the length of the header (8 bytes, little-endian), the header (JSON, padded with spaces to a multiple of 8),
/// the numbers of every tensor in row-major order. See https://github.com/huggingface/safetensors, "Format".
package struct SafetensorsFile: Sendable {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let tensor: Tensor

        package init(_ name: String, _ tensor: Tensor) {
            self.name = name
            self.tensor = tensor
        }
    }

    /// In the order of their numbers in the file.
    package let tensors: [Entry]
    package let metadata: [String: String]

    package init(_ tensors: [Entry], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// The tensors by name, which the reader has found to be unique.
    package var byName: [String: Tensor] {
        Dictionary(tensors.map { ($0.name, $0.tensor) }) { first, _ in first }
    }

    /// A larger file is refused unread: a thousand million numbers.
    private static let largestFile = 4 << 30
    /// A longer header is refused unread.
    private static let longestHeader = 100_000_000

    /// Reads a file whose tensors are F32, or F16, BF16 and F64, which become Float.
    ///
    /// - Throws: `SafetensorsError` for what the file holds, `FileError` when the machine will not read it.
    package static func read(_ path: String) throws -> SafetensorsFile {
        let bytes = try readFile(path, limit: largestFile)
        func failure(_ message: String) -> SafetensorsError { SafetensorsError(path: path, message: message) }
        guard bytes.count >= 8 else { throw failure("it must have at least 8 bytes, found \(bytes.count)") }
        let claimed = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard claimed <= UInt64(longestHeader) else {
            throw failure("its header must have at most \(longestHeader) bytes, found \(claimed)")
        }
        guard claimed <= UInt64(bytes.count - 8) else {
            throw failure("its header must end within the file's \(bytes.count) bytes, found a length of \(claimed)")
        }
        let dataStart = 8 + Int(claimed)
        let header = try SafetensorsHeader(bytes[8..<dataStart], dataLength: bytes.count - dataStart, path: path)
        let tensors = bytes.withUnsafeBytes { raw in
            header.entries.map { entry in
                let place = dataStart + entry.place.lowerBound..<dataStart + entry.place.upperBound
                return Entry(
                    entry.name, Tensor(entry.shape, floats(UnsafeRawBufferPointer(rebasing: raw[place]), entry.type)))
            }
        }
        return SafetensorsFile(tensors, metadata: header.metadata)
    }

    /// Writes the tensors as F32, durably: see `DurableFile`.
    ///
    /// - Precondition: no two tensors have the same name.
    package func write(to path: String) throws {
        let header = try headerBytes()
        try DurableFile.write(to: path) { file in
            try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try file.append($0) }
            try header.withUnsafeBytes { try file.append($0) }
            for entry in tensors { try entry.tensor.values.withUnsafeBytes { try file.append($0) } }
        }
    }

    private func headerBytes() throws -> [UInt8] {
        precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors have the same name")
        var members: [String: HeaderMember] = [:]
        if !metadata.isEmpty { members[SafetensorsHeader.metadataName] = .metadata(metadata) }
        var offset = 0
        for entry in tensors {
            let end = offset + MemoryLayout<Float>.size * entry.tensor.values.count
            members[entry.name] = .tensor(
                .init(dtype: "F32", shape: entry.tensor.shape.lengths, dataOffsets: [offset, end]))
            offset = end
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = Array(try encoder.encode(members))
        return text + [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    }

    private enum HeaderMember: Encodable {
        case metadata([String: String])
        case tensor(SafetensorsHeader.RawEntry)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .metadata(let pairs): try pairs.encode(to: encoder)
            case .tensor(let entry): try entry.encode(to: encoder)
            }
        }
    }
}

private func floats(_ bytes: UnsafeRawBufferPointer, _ type: SafetensorsHeader.ElementType) -> [Float] {
    let count = bytes.count / type.byteCount
    return [Float](unsafeUninitializedCapacity: count) { target, filled in
        func bits<Bits: FixedWidthInteger>(_ index: Int, _: Bits.Type) -> Bits {
            Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: index * type.byteCount, as: Bits.self))
        }
        for index in 0..<count {
            switch type {
            case .half: target.initializeElement(at: index, to: Float(Float16(bitPattern: bits(index, UInt16.self))))
            case .brainFloat:
                target.initializeElement(at: index, to: Float(bitPattern: UInt32(bits(index, UInt16.self)) << 16))
            case .single: target.initializeElement(at: index, to: Float(bitPattern: bits(index, UInt32.self)))
            case .double: target.initializeElement(at: index, to: Float(Double(bitPattern: bits(index, UInt64.self))))
            }
        }
        filled = count
    }
}

/// The bytes of a regular file.
private func readFile(_ path: String, limit: Int) throws -> [UInt8] {
    do throws(FileError) {
        return try bytes(ofFile: path, limit: limit)
    } catch {
        guard case .tooLong = error.cause else { throw error }
        throw SafetensorsError(path: path, message: error.reason)
    }
}
