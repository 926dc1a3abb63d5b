/// A part of a picture.
package struct PictureWindow: Hashable, Sendable {
    package let top: Int
    package let left: Int
    package let height: Int
    package let width: Int

    package init(top: Int, left: Int, height: Int, width: Int) {
        self.top = top
        self.left = left
        self.height = height
        self.width = width
    }

    /// All of a picture.
    package init(allOf size: PictureSize) {
        self.init(top: 0, left: 0, height: size.height, width: size.width)
    }

    package var size: PictureSize { PictureSize(height: height, width: width) }
}
