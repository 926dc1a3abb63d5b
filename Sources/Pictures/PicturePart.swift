package import Pixels

/// A part of a picture, at the size that it is decoded at: as large as in the file, or a half, a fourth, an eighth of that.
package struct PicturePart: Hashable, Sendable {
    let denominator: Int
    /// In pixels of the size that the picture is decoded at, as it lies in the file.
    let stored: PictureWindow
    /// The size of the decoded part, as it is to be seen.
    package let size: PictureSize
    /// What is wanted of the decoded part, as it is to be seen: all of it where the picture is as large as in the file. Of a smaller
    /// one the outermost pixels may show what lies beside that.
    package let box: PictureBox
}

extension PictureFile {
    /// What is decoded where a window of the picture is wanted.
    ///
    /// - Parameters:
    ///   - window: in pixels of the header's size; nil for all of the picture.
    ///   - atLeast: the size that the part must have at least on both axes; nil for as large as in the file. Where it comes smaller,
    ///     which JPEGs do, its edges are rounded outwards.
    package func part(_ window: PictureWindow? = nil, atLeast: PictureSize? = nil) -> PicturePart {
        let window = window ?? PictureWindow(allOf: header.size)
        precondition(window.top >= 0 && window.left >= 0, "the part lies in the picture")
        precondition(window.height > 0 && window.width > 0, "the part has pixels")
        precondition(window.top + window.height <= header.size.height, "the part lies in the picture")
        precondition(window.left + window.width <= header.size.width, "the part lies in the picture")
        let denominator = denominator(of: window.size, atLeast)
        // What a smaller picture has beside the pixels of the file lies at its lower and right edges in the file, wherever those are
        // to be seen.
        let wanted = header.orientation.stored(window, of: header.size)
        let (top, left) = (wanted.top / denominator, wanted.left / denominator)
        let stored = PictureWindow(
            top: top, left: left, height: divided(wanted.top + wanted.height, denominator) - top,
            width: divided(wanted.left + wanted.width, denominator) - left)
        let box = PictureBox(
            top: quotient(wanted.top, denominator) - Double(top),
            left: quotient(wanted.left, denominator) - Double(left),
            height: quotient(wanted.height, denominator), width: quotient(wanted.width, denominator))
        return PicturePart(
            denominator: denominator, stored: stored,
            size: header.orientation.swapsAxes ? stored.size.transposed : stored.size,
            box: header.orientation.seen(box, of: stored.size))
    }

    private func denominator(of size: PictureSize, _ least: PictureSize?) -> Int {
        guard let least, header.format.decoder.decodesParts else { return 1 }
        return [8, 4, 2].first {
            divided(size.height, $0) >= least.height && divided(size.width, $0) >= least.width
        } ?? 1
    }
}

/// A quotient, rounded up.
private func divided(_ length: Int, _ divisor: Int) -> Int { (length + divisor - 1) / divisor }

/// Exact, since divisors are powers of 2.
private func quotient(_ length: Int, _ divisor: Int) -> Double { Double(length) / Double(divisor) }
