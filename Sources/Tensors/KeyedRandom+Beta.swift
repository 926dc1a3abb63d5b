import Glibc

extension KeyedRandom {
    /// A draw from the beta distribution `Beta(alpha, alpha)`, from 0 to 1: the part of one of two gamma draws in both.
    package mutating func beta(_ alpha: Double) -> Double {
        let (first, second) = (logGamma(alpha), logGamma(alpha))
        return 1 / (1 + exp(second - first))
    }

    /// The logarithm of a draw from the gamma distribution of shape `alpha` and scale 1 (Marsaglia and Tsang, 2000); a
    /// logarithm, because draws for a small shape are below what a number can hold.
    private mutating func logGamma(_ alpha: Double) -> Double {
        guard alpha >= 1 else {
            let power = log(1 - Double(uniform())) / alpha
            return logGamma(alpha + 1) + power
        }
        let d = alpha - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = Double(normal())
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(1 - Double(uniform())) < 0.5 * x * x + d - d * v + d * log(v) { return log(d * v) }
        }
    }
}
