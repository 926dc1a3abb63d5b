import Pictures
import Tensors

extension PictureSet {
    /// The longest side of a thumbnail.
    package static var thumbnailLength: Int { 96 }

    /// A picture to look at, as the bytes of a PNG file: made smaller by means over squares where it is longer than
    /// `thumbnailLength`; of one with other than three channels the first, in grey.
    ///
    /// - Throws: what reading the picture throws.
    package func thumbnail(of index: Int) throws -> [UInt8] {
        var room = PictureRoom()
        let shape = try read(index, into: &room)
        let (height, width) = (shape[1], shape[2])
        let values = try room.bytes(shape.elementCount)
        let channels = shape[0] == 3 ? 3 : 1
        let factor = max(1, (max(height, width) + Self.thumbnailLength - 1) / Self.thumbnailLength)
        let (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
        var pixels = [UInt8](repeating: 0, count: rows * columns * channels)
        for row in 0..<rows {
            for column in 0..<columns {
                for channel in 0..<channels {
                    var (sum, count) = (0, 0)
                    for y in row * factor..<min(height, (row + 1) * factor) {
                        for x in column * factor..<min(width, (column + 1) * factor) {
                            sum += Int(values[(channel * height + y) * width + x])
                            count += 1
                        }
                    }
                    pixels[(row * columns + column) * channels + channel] = UInt8((sum + count / 2) / count)
                }
            }
        }
        return try PNG.bytes(pixels, width: columns, height: rows, channels: channels)
    }
}
