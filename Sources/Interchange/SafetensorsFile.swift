import Files
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

    /// Reads a file whose tensors are F32, or F16, BF16 and F64, which become Float.
    ///
    /// - Throws: `SafetensorsError` for what the file holds, `FileError` when the machine will not read it.
    package static func read(_ path: String) throws -> SafetensorsFile {
        let reader = try SafetensorsReader(path)
        try reader.verify()
        let tensors = try reader.entries.map { entry in
            let count = entry.shape.elementCount
            let values = try [Float](unsafeUninitializedCapacity: count) { target, filled in
                try reader.read(entry, into: UnsafeMutableBufferPointer(rebasing: target[..<count]))
                filled = count
            }
            return Entry(entry.name, Tensor(entry.shape, values))
        }
        return SafetensorsFile(tensors, metadata: reader.metadata)
    }

    /// Writes the tensors as F32, durably: see `DurableFile`. The file has no checksum; see `SafetensorsWriter`.
    ///
    /// - Precondition: no two tensors have the same name.
    package func write(to path: String) throws {
        let header = try SafetensorsHeader.bytes(
            tensors.map { ($0.name, $0.tensor.shape, .single) }, metadata: metadata)
        try DurableFile.write(to: path) { file in
            try file.append(safetensorsHeader: header)
            for entry in tensors { try entry.tensor.values.withUnsafeBytes { try file.append($0) } }
        }
    }
}
