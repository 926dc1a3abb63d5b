import SpecSyntax

/// A part of a picture.
struct PictureWindow: Hashable {
    let top: Int
    let left: Int
    let height: Int
    let width: Int
}

/// Brings a part of a picture to another size with a triangle filter that is as wide as what is left out, so that nothing
/// flickers where pictures become smaller: bilinear with antialiasing, as in Pillow and torchvision.
///
/// Output `i` of an axis lies at `c = (i + ½) · s`, with `s` the ratio of lengths; input `j` counts
/// `max(0, 1 − |j + ½ − c| / max(s, 1))`, divided by the sum of them all. Columns first, then rows; rounded once, half to even.
struct Resampling {
    private let window: PictureWindow
    private let size: Extent
    private let rows: [Weights]
    private let columns: [Weights]

    /// What one place of the output takes from the input.
    private struct Weights {
        let first: Int
        let values: [Float]
    }

    init(of window: PictureWindow, to size: Extent) {
        self.window = window
        self.size = size
        rows = Self.weights(from: window.height, to: size.height)
        columns = Self.weights(from: window.width, to: size.width)
    }

    private static func weights(from length: Int, to target: Int) -> [Weights] {
        let scale = Float(length) / Float(target)
        let reach = max(scale, 1)
        return (0..<target).map { place in
            let middle = scale * (Float(place) + 0.5)
            let first = max(0, Int(middle - reach + 0.5))
            let end = min(length, Int(middle + reach + 0.5))
            let raw = (first..<end).map { max(0, 1 - abs((Float($0) - middle + 0.5) / reach)) }
            let sum = raw.reduce(0, +)
            return Weights(first: first, values: raw.map { $0 / sum })
        }
    }

    func write(_ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: window.height * size.width) { narrowed in
            for channel in 0..<picture.channels {
                for row in 0..<window.height {
                    let start = (channel * picture.height + window.top + row) * picture.width + window.left
                    for (column, weights) in columns.enumerated() {
                        var sum: Float = 0
                        for (step, weight) in weights.values.enumerated() {
                            sum += weight * Float(picture.bytes[start + weights.first + step])
                        }
                        narrowed[row * size.width + column] = sum
                    }
                }
                for (row, weights) in rows.enumerated() {
                    let start = (channel * size.height + row) * size.width
                    for column in 0..<size.width {
                        var sum: Float = 0
                        for (step, weight) in weights.values.enumerated() {
                            sum += weight * narrowed[(weights.first + step) * size.width + column]
                        }
                        target[start + column] = UInt8(max(0, min(255, sum.rounded(.toNearestOrEven))))
                    }
                }
            }
        }
    }
}
