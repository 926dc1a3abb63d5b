/// A part of a picture whose edges may lie within pixels.
package struct PictureBox: Hashable, Sendable {
    package let top: Double
    package let left: Double
    package let height: Double
    package let width: Double

    package init(top: Double, left: Double, height: Double, width: Double) {
        self.top = top
        self.left = left
        self.height = height
        self.width = width
    }

    /// All of a picture.
    package init(allOf size: PictureSize) {
        self.init(top: 0, left: 0, height: Double(size.height), width: Double(size.width))
    }

    package var transposed: PictureBox { PictureBox(top: left, left: top, height: width, width: height) }
}
