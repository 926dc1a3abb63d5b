import Pixels

/// How a picture lies in its file, by the numbers of EXIF: where its first row and its first column are to be seen.
package enum Orientation: UInt16, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case upsideDownMirrored = 4
    case transposed = 5
    /// Its first row is to be seen at the right, as a camera has it that was turned to the left.
    case firstRowRight = 6
    case transverse = 7
    /// Its first row is to be seen at the left.
    case firstRowLeft = 8

    var swapsAxes: Bool { rawValue >= 5 }
    private var reversesRows: Bool { [.upsideDown, .upsideDownMirrored, .firstRowRight, .transverse].contains(self) }
    private var reversesColumns: Bool { [.mirrored, .upsideDown, .transverse, .firstRowLeft].contains(self) }

    /// Where a part lies in the file that is a part of the picture as it is to be seen.
    ///
    /// - Parameter size: of the picture as it is to be seen.
    func stored(_ part: PictureWindow, of size: PictureSize) -> PictureWindow {
        let size = swapsAxes ? size.transposed : size
        var part = part
        if swapsAxes {
            part = PictureWindow(top: part.left, left: part.top, height: part.width, width: part.height)
        }
        return PictureWindow(
            top: reversesRows ? size.height - part.top - part.height : part.top,
            left: reversesColumns ? size.width - part.left - part.width : part.left,
            height: part.height, width: part.width)
    }

    /// Where a part of a picture as it lies in the file is to be seen.
    ///
    /// - Parameter size: of the picture as it lies in the file.
    func seen(_ part: PictureBox, of size: PictureSize) -> PictureBox {
        let turned = PictureBox(
            top: reversesRows ? Double(size.height) - part.top - part.height : part.top,
            left: reversesColumns ? Double(size.width) - part.left - part.width : part.left,
            height: part.height, width: part.width)
        return swapsAxes ? turned.transposed : turned
    }

    /// Writes a picture as it is to be seen, as many bytes as it has.
    func write(_ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        let (height, width) = (picture.height, picture.width)
        let (rowStart, rowStep) = reversesRows ? ((height - 1) * width, -width) : (0, width)
        let (columnStart, columnStep) = reversesColumns ? (width - 1, -1) : (0, 1)
        let (steps, lengths) =
            swapsAxes ? ((columnStep, rowStep), (width, height)) : ((rowStep, columnStep), (height, width))
        var place = 0
        for channel in 0..<picture.channels {
            let first = channel * picture.area + rowStart + columnStart
            for row in 0..<lengths.0 {
                var source = first + row * steps.0
                for _ in 0..<lengths.1 {
                    target[place] = picture.bytes[source]
                    place += 1
                    source += steps.1
                }
            }
        }
    }
}
