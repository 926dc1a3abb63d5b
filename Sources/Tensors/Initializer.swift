/// How the numbers of a parameter begin.
///
/// `fanIn` is the number of inputs that one output sums over: the product of a weight's lengths but the first. `fanOut` is
/// the number of outputs that one input reaches: the product of all lengths but the second.
package indirect enum Initializer: Hashable, Sendable {
    case constant(Float)
    /// U(low, high); Caffe's `uniform`.
    case uniform(low: Float, high: Float)
    case gaussian(mean: Float = 0, deviation: Float)
    /// N(mean, deviation²), drawn again where it is further than so many deviations from the mean.
    case truncatedNormal(mean: Float, deviation: Float, low: Float, high: Float)
    /// U(−b, b), b = 1/√fanIn: PyTorch's default for convolution and linear layers, weights and biases alike.
    case uniformFanIn
    /// U(−b, b), b = √(3/fan): Caffe's `xavier`, whose `variance_norm` says which fan.
    case xavier(fan: Fan = .input)
    /// U(−b, b), b = gain · √(6/(fanIn + fanOut)): Glorot and Bengio, AISTATS 2010; PyTorch's `xavier_uniform_`.
    case glorot(gain: Float = 1)
    /// N(0, gain² · 2/(fanIn + fanOut)): PyTorch's `xavier_normal_`.
    case glorotNormal(gain: Float)
    /// N(0, 2/fan): He et al., ICCV 2015; Caffe's `msra`.
    case he(fan: Fan = .input)
    /// U(−b, b), b = √(6/((1 + a²) · fan)): PyTorch's `kaiming_uniform_`.
    case kaimingUniform(slope: Float, fan: Fan)
    /// N(0, 2/((1 + a²) · fan)): PyTorch's `kaiming_normal_`.
    case kaimingNormal(slope: Float, fan: Fan)
    /// From 0 to 1, and 1 in sum for each output: Caffe's `positive_unitball`.
    case positiveUnitBall
    /// Weights with which a transposed convolution enlarges by interpolation: Caffe's `bilinear`.
    case bilinear
    /// The first filters of each group pass a channel on unchanged, as PyTorch's `dirac_`; the others begin otherwise.
    case dirac(groups: Int, others: Initializer)
    /// Rows, or columns if these are fewer, at right angles: PyTorch's `orthogonal_`. Saxe et al., ICLR 2014.
    case orthogonal(gain: Float)
    /// Filters that whiten the patches of the training pictures; see `PatchWhitening`. Until they are known, as `he`.
    case patchWhitening(epsilon: Float)

    /// Numbers in a patch that is whitened, at most: the time of the eigenvectors grows with its third power.
    package static let longestWhitenedPatch = 600

    /// Where each number comes from by itself.
    package enum Distribution: Hashable, Sendable {
        case constant(Float)
        case uniform(low: Float, high: Float)
        case normal(mean: Float, deviation: Float)
    }

    /// By which of a weight's two sides it is scaled.
    package enum Fan: String, Hashable, Sendable {
        case input = "fan-in"
        case output = "fan-out"
        /// The mean of the two.
        case average

        func count(_ fanIn: Int, _ fanOut: Int) -> Float {
            switch self {
            case .input: Float(fanIn)
            case .output: Float(fanOut)
            case .average: Float(fanIn + fanOut) / 2
            }
        }
    }

    /// Draws `shape.elementCount` numbers from `random`.
    ///
    /// - Precondition: `misfit(shape)` is nil.
    package func values(_ shape: Shape, fanIn: Int, fanOut: Int, from random: inout KeyedRandom) -> Tensor {
        var tensor = Tensor.zeros(shape)
        switch distribution(fanIn: fanIn, fanOut: fanOut) {
        case .constant(let value)?: tensor = Tensor(shape, repeating: value)
        case .uniform(let low, let high)?: tensor.fill { random.uniform(low, high) }
        case .normal(let mean, let deviation)?:
            tensor.fillNormally(deviation: deviation, &random)
            if mean != 0 { for index in tensor.values.indices { tensor.values[index] += mean } }
        case nil: fill(&tensor, fanIn: fanIn, fanOut: fanOut, from: &random)
        }
        return tensor
    }

    /// Fills a tensor by a rule that looks at more than one number.
    private func fill(_ tensor: inout Tensor, fanIn: Int, fanOut: Int, from random: inout KeyedRandom) {
        switch self {
        case .truncatedNormal(let mean, let deviation, let low, let high):
            tensor.fill { mean + deviation * random.normal(from: low, to: high) }
        case .positiveUnitBall: tensor.fillUnitBall(&random)
        case .bilinear: tensor.fillBilinearly()
        case .dirac(let groups, let others):
            tensor = others.values(tensor.shape, fanIn: fanIn, fanOut: fanOut, from: &random)
            tensor.passChannelsOn(groups: groups)
        case .orthogonal(let gain): tensor.fillOrthogonally(gain: gain, &random)
        default: preconditionFailure("`\(self)` is a distribution")
        }
    }

    /// What each number is drawn from by itself; nil where it depends on the others, or is drawn again.
    package func distribution(fanIn: Int, fanOut: Int) -> Distribution? {
        func within(_ bound: Float) -> Distribution { .uniform(low: -bound, high: bound) }
        func normal(_ deviation: Float) -> Distribution { .normal(mean: 0, deviation: deviation) }
        switch self {
        case .constant(let value): return .constant(value)
        case .uniform(let low, let high): return .uniform(low: low, high: high)
        case .gaussian(let mean, let deviation): return .normal(mean: mean, deviation: deviation)
        case .uniformFanIn: return within(1 / Float(fanIn).squareRoot())
        case .xavier(let fan): return within((3 / fan.count(fanIn, fanOut)).squareRoot())
        case .glorot(let gain): return within(gain * (6 / Float(fanIn + fanOut)).squareRoot())
        case .glorotNormal(let gain): return normal(gain * (2 / Float(fanIn + fanOut)).squareRoot())
        case .he(let fan): return normal((2 / fan.count(fanIn, fanOut)).squareRoot())
        case .kaimingUniform(let slope, let fan):
            return within((6 / ((1 + slope * slope) * fan.count(fanIn, fanOut))).squareRoot())
        case .kaimingNormal(let slope, let fan):
            return normal((2 / ((1 + slope * slope) * fan.count(fanIn, fanOut))).squareRoot())
        case .patchWhitening: return normal((2 / Float(fanIn)).squareRoot())
        case .truncatedNormal, .positiveUnitBall, .bilinear, .dirac, .orthogonal: return nil
        }
    }

    /// What a parameter must be like to begin so, where one of this shape is not.
    package func misfit(_ shape: Shape) -> String? {
        switch self {
        case .bilinear: shape.rank == 4 && shape[2] == shape[3] ? nil : "square filters"
        case .dirac(_, let others): shape.rank == 4 ? others.misfit(shape) : "the filters of a convolution"
        case .orthogonal: shape.rank > 1 ? nil : "weights, of more than one axis"
        case .patchWhitening: shape.rank == 4 ? nil : "the filters of a convolution"
        default: nil
        }
    }
}

extension Tensor {
    fileprivate mutating func fill(_ value: () -> Float) {
        for index in values.indices { values[index] = value() }
    }

    fileprivate mutating func fillNormally(deviation: Float, _ random: inout KeyedRandom) {
        fill { deviation * random.normal() }
    }
}
