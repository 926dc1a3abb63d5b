/// The shapes of the synthetic set. Each is its own mirror image, so that flips keep the class.
enum SyntheticFigure: String, CaseIterable, Sendable {
    case disc, ring, square, frame, triangle
    case invertedTriangle = "inverted-triangle"
    case plus, cross
    case horizontalBars = "horizontal-bars"
    case verticalBars = "vertical-bars"

    /// The distance of a point from the outline, negative inside, for a figure of radius 1 around the origin; `y` grows
    /// downwards.
    func distance(_ x: Float, _ y: Float) -> Float {
        switch self {
        case .disc: length(x, y) - 0.9
        case .ring: abs(length(x, y) - 0.75) - 0.2
        case .square: max(abs(x), abs(y)) - 0.8
        case .frame: abs(max(abs(x), abs(y)) - 0.65) - 0.18
        case .triangle: wedge(x, y + 0.2)
        case .invertedTriangle: wedge(x, 0.2 - y)
        case .plus: arms(x, y)
        case .cross: arms((x + y) * 0.70711, (x - y) * 0.70711)
        case .horizontalBars: bars(x, y)
        case .verticalBars: bars(y, x)
        }
    }
}

private func length(_ x: Float, _ y: Float) -> Float {
    (x * x + y * y).squareRoot()
}

/// An equilateral triangle that points up.
private func wedge(_ x: Float, _ y: Float) -> Float {
    max(y, 0.866 * abs(x) - 0.5 * y) - 0.55
}

private func arms(_ x: Float, _ y: Float) -> Float {
    let (longer, shorter) = abs(x) > abs(y) ? (abs(x), abs(y)) : (abs(y), abs(x))
    return max(longer - 0.95, shorter - 0.26)
}

/// Three bars, each as wide as the gaps between them.
private func bars(_ along: Float, _ across: Float) -> Float {
    max(abs(along) - 0.9, min(abs(across), abs(abs(across) - 0.72)) - 0.2)
}
