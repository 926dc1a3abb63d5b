package import Tensors

/// A picture to read from: `[channels, height, width]`.
package struct PictureView {
    package let channels: Int
    package let height: Int
    package let width: Int
    package let bytes: UnsafeBufferPointer<UInt8>

    package init(_ bytes: UnsafeBufferPointer<UInt8>, shape: Shape) {
        (channels, height, width) = (shape[0], shape[1], shape[2])
        self.bytes = bytes
    }

    package var area: Int { height * width }

    /// Writes a part of it, as many bytes as that has.
    package func write(_ part: PictureWindow, into target: UnsafeMutableBufferPointer<UInt8>) {
        var place = 0
        for channel in 0..<channels {
            for row in part.top..<part.top + part.height {
                let start = (channel * height + row) * width + part.left
                _ = UnsafeMutableBufferPointer(rebasing: target[place..<place + part.width])
                    .update(fromContentsOf: bytes[start..<start + part.width])
                place += part.width
            }
        }
    }
}

/// A picture to change in place: `[channels, height, width]`.
package struct ChangingPicture {
    package let channels: Int
    package let height: Int
    package let width: Int
    package let bytes: UnsafeMutableBufferPointer<UInt8>

    /// `target` with a copy of a picture in it.
    package init(copying picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        (channels, height, width) = (picture.channels, picture.height, picture.width)
        bytes = target
        _ = target.update(fromContentsOf: picture.bytes)
    }

    package var area: Int { height * width }
}
