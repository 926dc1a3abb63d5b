import Files
package import Tensors

/// A file of tensors that is ready to be written from where their numbers lie, with a checksum over all of it.
///
/// The numbers must not change between making it and writing it.
package struct SafetensorsWriter {
    /// Over the whole file; see `SafetensorsSeal`.
    package let checksum: String
    private let tensors: [(StoredTensor, SafetensorsHeader.ElementType)]
    private let header: [UInt8]

    /// - Parameter precision: as what the numbers of a tensor are written; bfloat16 rounds to the nearest, of two alike to the even.
    /// - Precondition: no two tensors have the same name.
    package init(
        _ tensors: [StoredTensor], metadata: [String: String],
        precision: (StoredTensor) -> Precision = { _ in .float32 }
    ) throws {
        self.tensors = tensors.map { ($0, precision($0) == .bfloat16 ? .brainFloat : .single) }
        var header = try SafetensorsHeader.bytes(
            self.tensors.map { ($0.name, $0.shape, $1) }, metadata: SafetensorsSeal.added(to: metadata))
        var crc = CRC32()
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { crc.add($0) }
        crc.add(header)
        for (tensor, type) in self.tensors { type.forEachPart(of: tensor.values) { crc.add($0) } }
        checksum = crc.text
        SafetensorsSeal.set(checksum, in: &header)
        self.header = header
    }

    /// Writes the tensors durably: see `DurableFile`.
    package func write(to path: String) throws {
        try DurableFile.write(to: path) { file in
            try file.append(safetensorsHeader: header)
            for (tensor, type) in tensors { try type.forEachPart(of: tensor.values) { try file.append($0) } }
        }
    }
}

extension SafetensorsHeader.ElementType {
    /// How many numbers are converted at a time.
    private static let partCount = 1 << 18

    /// Hands out the bytes that a file has for numbers, in order, some at a time. F32 and BF16 are written.
    fileprivate func forEachPart<Failure: Error>(
        of numbers: UnsafeMutableBufferPointer<Float>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        guard self == .brainFloat else { return try body(UnsafeRawBufferPointer(numbers)) }
        let room = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: min(numbers.count, Self.partCount))
        defer { room.deallocate() }
        for start in stride(from: 0, to: numbers.count, by: Self.partCount) {
            let count = min(Self.partCount, numbers.count - start)
            for place in 0..<count { room[place] = upperHalf(of: numbers[start + place]).littleEndian }
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<(2 * count)]))
        }
    }
}

/// The upper half of a number's bits, rounded to the nearest, of two alike to the even. NaN stays NaN.
private func upperHalf(of number: Float) -> UInt16 {
    let bits = number.bitPattern
    if number.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
}

extension DurableFile {
    /// The length of a header, and the header.
    func append(safetensorsHeader header: [UInt8]) throws {
        try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try append($0) }
        try header.withUnsafeBytes { try append($0) }
    }
}
