/// Height and width in pixels.
package struct PictureSize: Hashable, Sendable, CustomStringConvertible {
    package let height: Int
    package let width: Int

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    package var area: Int { height * width }
    package var transposed: PictureSize { PictureSize(height: width, width: height) }

    /// `500×375`: the width first, as people say it.
    package var description: String { "\(width)×\(height)" }
}
