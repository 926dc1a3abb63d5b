import Files
package import Tensors

/// A file of tensors that is ready to be written from where their numbers lie, with a checksum over all of it.
///
/// The numbers must not change between making it and writing it.
package struct SafetensorsWriter {
    /// Over the whole file; see `SafetensorsSeal`.
    package let checksum: String
    private let tensors: [StoredTensor]
    private let header: [UInt8]

    /// - Precondition: no two tensors have the same name.
    package init(_ tensors: [StoredTensor], metadata: [String: String]) throws {
        self.tensors = tensors
        var header = try SafetensorsHeader.bytes(
            tensors.map { ($0.name, $0.shape) }, metadata: SafetensorsSeal.added(to: metadata))
        var crc = CRC32()
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { crc.add($0) }
        crc.add(header)
        for tensor in tensors { crc.add(UnsafeRawBufferPointer(tensor.values)) }
        checksum = crc.text
        SafetensorsSeal.set(checksum, in: &header)
        self.header = header
    }

    /// Writes the tensors as F32, durably: see `DurableFile`.
    package func write(to path: String) throws {
        try DurableFile.write(to: path) { file in
            try file.append(safetensorsHeader: header)
            for tensor in tensors { try file.append(UnsafeRawBufferPointer(tensor.values)) }
        }
    }
}

extension DurableFile {
    /// The length of a header, and the header.
    func append(safetensorsHeader header: [UInt8]) throws {
        try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try append($0) }
        try header.withUnsafeBytes { try append($0) }
    }
}
