import Datasets
import Pictures
import Recipes
import Tensors

/// A picture as a network sees it: resized, cut, and with its normalisation undone.
package struct ShownPicture: Sendable {
    let channels: Int
    let height: Int
    let width: Int
    /// `[channels, height, width]`, from 0 to 1.
    private let planes: [Float]

    /// - Parameters:
    ///   - numbers: as the network gets them.
    ///   - shape: `[channels, height, width]`
    init(_ numbers: [Float], shape: Shape, normalization: Normalization) {
        (channels, height, width) = (shape[0], shape[1], shape[2])
        let area = shape[1] * shape[2]
        planes = numbers.enumerated().map { place, number in
            number * normalization.deviation[place / area] + normalization.mean[place / area]
        }
    }

    /// The shorter side of an overlay has at least so many pixels.
    private static let leastSide = 256

    /// The picture, and beside it the same in grey with a map laid over it, as a PNG, enlarged by a whole number where it is small:
    /// orange where something speaks for the class, blue where it speaks against it, the stronger the less grey shows through.
    ///
    /// - Throws: `OutOfMemory`
    package func overlay(_ map: ActivationMap) throws -> [UInt8] {
        let factor = max(1, (Self.leastSide + min(height, width) - 1) / min(height, width))
        let (rows, columns) = (height * factor, width * factor)
        let strongest = map.values.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
        let (down, along) = (axis(rows, of: map.height), axis(columns, of: map.width))
        var pixels: [UInt8] = []
        pixels.reserveCapacity(2 * 3 * rows * columns)
        func add(_ value: Float) { pixels.append(UInt8((min(max(value, 0), 1) * 255).rounded())) }
        for row in 0..<rows {
            for column in 0..<columns {
                for channel in 0..<3 { add(value(channel, row / factor, column / factor)) }
            }
            for column in 0..<columns {
                let strength = value(of: map, down[row], along[column]) / strongest
                let colour: [Float] = strength > 0 ? [1, 0.45, 0] : [0.1, 0.35, 1]
                let (grey, share) = (grey(row / factor, column / factor), min(1, abs(strength)) * 0.75)
                for channel in 0..<3 { add(grey * (1 - share) + colour[channel] * share) }
            }
        }
        return try PNG.bytes(pixels, width: 2 * columns, height: rows, channels: 3)
    }

    private func value(_ channel: Int, _ row: Int, _ column: Int) -> Float {
        planes[(channels == 3 ? channel : 0) * height * width + row * width + column]
    }

    /// Rec. 601, as Pillow has it.
    private func grey(_ row: Int, _ column: Int) -> Float {
        0.299 * value(0, row, column) + 0.587 * value(1, row, column) + 0.114 * value(2, row, column)
    }

    /// Between which two of fewer places each of `count` lies, and how near it is to the second.
    private func axis(_ count: Int, of places: Int) -> [(first: Int, second: Int, share: Float)] {
        (0..<count).map { index in
            let centre = (Float(index) + 0.5) * Float(places) / Float(count) - 0.5
            let clamped = min(max(centre, 0), Float(places - 1))
            let first = Int(clamped)
            return (first, min(first + 1, places - 1), clamped - Float(first))
        }
    }

    private func value(
        of map: ActivationMap, _ row: (first: Int, second: Int, share: Float),
        _ column: (first: Int, second: Int, share: Float)
    ) -> Float {
        func along(_ row: Int) -> Float {
            let start = row * map.width
            return map.values[start + column.first] * (1 - column.share)
                + map.values[start + column.second] * column.share
        }
        return along(row.first) * (1 - row.share) + along(row.second) * row.share
    }
}
