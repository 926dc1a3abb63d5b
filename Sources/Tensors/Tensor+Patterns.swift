/// Weights with a form of their own.
extension Tensor {
    /// Every output's numbers are divided by their sum. Source: `include/caffe/filler.hpp`, `PositiveUnitballFiller`.
    mutating func fillUnitBall(_ random: inout KeyedRandom) {
        for index in values.indices { values[index] = random.uniform() }
        let length = values.count / max(1, shape[0])
        for start in stride(from: 0, to: values.count, by: max(1, length)) {
            let sum = values[start..<start + length].reduce(0) { $0 + Double($1) }
            for index in start..<start + length { values[index] = Float(Double(values[index]) / sum) }
        }
    }

    /// `(1 − |x / f − c|) · (1 − |y / f − c|)` at each place of a filter, `f = ⌈K / 2⌉`, `c = (2f − 1 − f mod 2) / 2f`.
    /// Source: `include/caffe/filler.hpp`, `BilinearFiller`.
    mutating func fillBilinearly() {
        let (height, width) = (shape[2], shape[3])
        let factor = Double((width + 1) / 2)
        let middle = (2 * factor - 1 - factor.truncatingRemainder(dividingBy: 2)) / (2 * factor)
        func weight(_ place: Int) -> Double { 1 - abs(Double(place) / factor - middle) }
        for index in values.indices {
            values[index] = Float(weight(index % width) * weight(index / width % height))
        }
    }

    /// Makes the first filters of each group ones that pass a channel on: 1 in the middle of it, 0 elsewhere. Source:
    /// `torch/nn/init.py`, `dirac_`.
    mutating func passChannelsOn(groups: Int) {
        let (filters, channels, height, width) = (shape[0], shape[1], shape[2], shape[3])
        let length = channels * height * width
        for group in 0..<groups {
            for channel in 0..<min(filters / groups, channels) {
                let start = (group * (filters / groups) + channel) * length
                for index in start..<start + length { values[index] = 0 }
                values[start + (channel * height + height / 2) * width + width / 2] = 1
            }
        }
    }

    /// A random orthogonal matrix of the first length by all others, or a part of one. Source: `torch/nn/init.py`,
    /// `orthogonal_`.
    mutating func fillOrthogonally(gain: Float, _ random: inout KeyedRandom) {
        let (rows, columns) = (shape[0], values.count / max(1, shape[0]))
        let isWide = rows <= columns
        let basis = Self.orthogonalRows(min(rows, columns), of: max(rows, columns), &random)
        for row in 0..<rows {
            for column in 0..<columns {
                values[row * columns + column] = gain * Float(isWide ? basis[row][column] : basis[column][row])
            }
        }
    }

    /// Random unit vectors at right angles: Gaussian ones, from each of which its parts along those before it are taken, twice,
    /// so that rounding leaves none (Gram and Schmidt).
    ///
    /// - Precondition: `count <= length`
    package static func orthogonalRows(_ count: Int, of length: Int, _ random: inout KeyedRandom) -> [[Double]] {
        var rows: [[Double]] = []
        while rows.count < count {
            var row = (0..<length).map { _ in Double(random.normal()) }
            for _ in 0..<2 {
                for other in rows {
                    let part = dot(row, other)
                    for index in row.indices { row[index] -= part * other[index] }
                }
            }
            let norm = dot(row, row).squareRoot()
            // One that lies among those before it, which is all but impossible, is drawn again.
            if norm > 1e-6 { rows.append(row.map { $0 / norm }) }
        }
        return rows
    }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            var sum = 0.0
            for index in left.indices { sum += left[index] * right[index] }
            return sum
        }
    }
}
