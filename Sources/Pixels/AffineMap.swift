import Glibc

/// Where the pixels of a changed picture come from: `x' = a·x + b·y + c`, `y' = d·x + e·y + f`, in pixels from the middle of
/// the picture, `y` downwards. The nearest pixel is taken; what comes from outside is black. As in torchvision.
package struct AffineMap {
    private let x: (Float, Float, Float)
    private let y: (Float, Float, Float)

    private init(_ x: (Double, Double, Double), _ y: (Double, Double, Double)) {
        self.x = (Float(x.0), Float(x.1), Float(x.2))
        self.y = (Float(y.0), Float(y.1), Float(y.2))
    }

    /// Turns about the middle, against the clock.
    package static func rotation(degrees: Double) -> AffineMap {
        let angle = degrees * .pi / 180
        return AffineMap((cos(angle), -sin(angle), 0), (sin(angle), cos(angle), 0))
    }

    /// Moves each row to the left by `amount` of its distance from the upper edge.
    package static func horizontalShear(_ amount: Double, height: Int) -> AffineMap {
        AffineMap((1, amount, amount * Double(height) / 2), (0, 1, 0))
    }

    /// Moves each column upwards by `amount` of its distance from the left edge.
    package static func verticalShear(_ amount: Double, width: Int) -> AffineMap {
        AffineMap((1, 0, 0), (amount, 1, amount * Double(width) / 2))
    }

    /// Moves the picture to the right and downwards.
    package static func translation(right: Int, down: Int) -> AffineMap {
        AffineMap((1, 0, Double(-right)), (0, 1, Double(-down)))
    }

    package func write(_ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        let middle = (x: Float(picture.width) / 2 - 0.5, y: Float(picture.height) / 2 - 0.5)
        for row in 0..<picture.height {
            for column in 0..<picture.width {
                let (right, down) = (Float(column) - middle.x, Float(row) - middle.y)
                let fromX = (x.0 * right + x.1 * down + x.2 + middle.x).rounded(.toNearestOrEven)
                let fromY = (y.0 * right + y.1 * down + y.2 + middle.y).rounded(.toNearestOrEven)
                let isInside = fromX >= 0 && fromX < Float(picture.width) && fromY >= 0 && fromY < Float(picture.height)
                let source = isInside ? Int(fromY) * picture.width + Int(fromX) : 0
                for channel in 0..<picture.channels {
                    let start = channel * picture.area
                    target[start + row * picture.width + column] = isInside ? picture.bytes[start + source] : 0
                }
            }
        }
    }
}
