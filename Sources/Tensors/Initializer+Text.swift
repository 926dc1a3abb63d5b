extension Initializer: CustomStringConvertible {
    /// As specs have it.
    package var description: String {
        switch self {
        case .constant(let value): "constant: {value: \(value)}"
        case .uniform(let low, let high): "uniform: {min: \(low), max: \(high)}"
        case .gaussian(let mean, let deviation):
            "gaussian: {\(mean == 0 ? "" : "mean: \(mean), ")deviation: \(deviation)}"
        case .truncatedNormal(let mean, let deviation, let low, let high):
            "truncated-normal: {mean: \(mean), deviation: \(deviation), low: \(low), high: \(high)}"
        case .uniformFanIn: "uniform-fan-in"
        case .xavier(.input): "xavier"
        case .xavier(let fan): "xavier: {fan: \(fan.rawValue)}"
        case .glorot(1): "glorot"
        case .glorot(let gain): "glorot: {gain: \(gain)}"
        case .glorotNormal(let gain): "glorot-normal: {gain: \(gain)}"
        case .he(.input): "he"
        case .he(let fan): "he: {fan: \(fan.rawValue)}"
        case .kaimingUniform(let slope, let fan): "kaiming-uniform: {a: \(slope), fan: \(fan.rawValue)}"
        case .kaimingNormal(let slope, let fan): "kaiming-normal: {a: \(slope), fan: \(fan.rawValue)}"
        case .positiveUnitBall: "positive-unitball"
        case .bilinear: "bilinear"
        case .dirac(_, .constant(0)): "dirac"
        case .dirac(_, let others): "dirac: {others: \("\(others)".contains(":") ? "{\(others)}" : "\(others)")}"
        case .orthogonal(1): "orthogonal"
        case .orthogonal(let gain): "orthogonal: {gain: \(gain)}"
        case .patchWhitening(let epsilon): "patch-whitening: {epsilon: \(epsilon)}"
        }
    }
}
