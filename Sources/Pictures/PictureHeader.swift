package import Pixels

/// What a picture file says of its picture before any pixel is decoded.
package struct PictureHeader: Hashable, Sendable {
    package let format: PictureFormat
    /// Of the picture as it is to be seen, turned by its orientation.
    package let size: PictureSize
    /// Of the file: 1 grey, 2 grey with alpha, 3 colour, 4 colour with alpha or four inks.
    package let channels: Int
    /// How the picture lies in the file.
    let orientation: Orientation
    /// Bytes of memory that the decoder takes at most beside the planes that it writes.
    let decoderByteCount: Int

    /// - Parameter storedSize: as it lies in the file.
    init(
        _ format: PictureFormat, storedSize: PictureSize, channels: Int, orientation: Orientation, decoderByteCount: Int
    ) {
        self.format = format
        size = orientation.swapsAxes ? storedSize.transposed : storedSize
        self.channels = channels
        self.orientation = orientation
        self.decoderByteCount = decoderByteCount
    }
}
