import Files
import Tensors

extension Dataset {
    /// Tells one set of training pictures from another: how many there are, and a checksum over their labels and their
    /// pixels, as files have them.
    ///
    /// Of a very large set all labels count, and the pixels of pictures at even distances.
    package func fingerprint() throws -> String {
        var crc = CRC32()
        let labels = (0..<train.count).map { UInt32(truncatingIfNeeded: train.label(of: $0)).littleEndian }
        labels.withUnsafeBytes { crc.add($0) }
        var pixels = [UInt8](repeating: 0, count: shape.elementCount)
        for picture in stride(from: 0, to: train.count, by: 1 + train.count / Self.mostPictures) {
            try pixels.withUnsafeMutableBufferPointer { try train.copy(picture, into: $0) }
            crc.add(pixels)
        }
        return "\(train.count)-\(crc.text)"
    }

    /// More than any set has that is usually read whole.
    private static var mostPictures: Int { 100_000 }
}
