import Glibc

extension KeyedRandom {
    /// A draw from the standard normal distribution (Box and Muller, 1958), one of the pair it makes.
    package mutating func normal() -> Float {
        let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
        return Float(radius * cos(2 * Double.pi * Double(uniform())))
    }

    /// A draw from the standard normal distribution between two bounds.
    ///
    /// Where the bounds are close together, points between them are drawn alike and kept by their density, so that few draws
    /// are in vain.
    ///
    /// - Precondition: `low < high`, and 0 is between them or on one of them.
    mutating func normal(from low: Float, to high: Float) -> Float {
        while true {
            if high - low < 1 {
                let value = uniform(low, high)
                if uniform() < Float(exp(-Double(value * value) / 2)) { return value }
            } else {
                let value = normal()
                if value >= low, value <= high { return value }
            }
        }
    }

    /// The numbers `0 ..< count` in a random order (Fisher and Yates).
    package mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, below(last + 1))
        }
        return order
    }
}
