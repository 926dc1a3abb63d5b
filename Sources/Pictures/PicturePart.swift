package import Pixels

/// A part of a picture, at the size that it is decoded at: as large as in the file, or a half, a fourth, an eighth of that.
package struct PicturePart: Hashable, Sendable {
    let denominator: Int
    /// In pixels of the size that the picture is decoded at, as it is to be seen.
    let window: PictureWindow

    /// The size of the decoded part.
    package var size: PictureSize { window.size }
}

extension PictureFile {
    /// What is decoded where a window of the picture is wanted.
    ///
    /// - Parameters:
    ///   - window: in pixels of the header's size; nil for all of the picture.
    ///   - atLeast: the size that the part must have at least on both axes; nil for as large as in the file. Where it comes smaller,
    ///     which JPEGs do, its edges are rounded outwards: it then shows less than one of its pixels more on each side.
    package func part(_ window: PictureWindow? = nil, atLeast: PictureSize? = nil) -> PicturePart {
        let window = window ?? PictureWindow(allOf: header.size)
        precondition(window.top >= 0 && window.left >= 0, "the part lies in the picture")
        precondition(window.top + window.height <= header.size.height, "the part lies in the picture")
        precondition(window.left + window.width <= header.size.width, "the part lies in the picture")
        let denominator = denominator(of: window.size, atLeast)
        let (top, left) = (window.top / denominator, window.left / denominator)
        return PicturePart(
            denominator: denominator,
            window: PictureWindow(
                top: top, left: left, height: divided(window.top + window.height, denominator) - top,
                width: divided(window.left + window.width, denominator) - left))
    }

    private func denominator(of size: PictureSize, _ least: PictureSize?) -> Int {
        guard let least, header.format.decoder.decodesParts else { return 1 }
        return [8, 4, 2].first {
            divided(size.height, $0) >= least.height && divided(size.width, $0) >= least.width
        } ?? 1
    }

    /// All of the picture at one of its sizes.
    func whole(denominator: Int) -> PictureWindow {
        let (height, width) = (header.size.height, header.size.width)
        return PictureWindow(
            top: 0, left: 0, height: divided(height, denominator), width: divided(width, denominator))
    }
}

/// A quotient, rounded up.
private func divided(_ length: Int, _ divisor: Int) -> Int { (length + divisor - 1) / divisor }
