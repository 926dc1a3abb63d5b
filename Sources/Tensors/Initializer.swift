/// How the numbers of a parameter begin.
///
/// `fanIn` is the number of inputs that one output sums over: the product of a weight's lengths but the first.
package enum Initializer: Hashable, Sendable {
    case constant(Float)
    /// U(−b, b), b = 1/√fanIn: PyTorch's default for convolution and linear layers, weights and biases alike.
    case uniformFanIn
    /// U(−b, b), b = √(3/fanIn): Caffe's `xavier`.
    case xavier
    /// U(−b, b), b = √(6/(fanIn + fanOut)): Glorot and Bengio, AISTATS 2010.
    case glorot
    /// N(0, 2/fanIn): He et al., ICCV 2015; Caffe's `msra`.
    case he
    case gaussian(deviation: Float)

    /// Draws `shape.elementCount` numbers from `random`.
    package func values(_ shape: Shape, fanIn: Int, fanOut: Int, from random: inout KeyedRandom) -> Tensor {
        var tensor = Tensor.zeros(shape)
        switch self {
        case .constant(let value): tensor = Tensor(shape, repeating: value)
        case .uniformFanIn: fillUniformly(&tensor, bound: 1 / Float(fanIn).squareRoot(), &random)
        case .xavier: fillUniformly(&tensor, bound: (3 / Float(fanIn)).squareRoot(), &random)
        case .glorot: fillUniformly(&tensor, bound: (6 / Float(fanIn + fanOut)).squareRoot(), &random)
        case .he: fillNormally(&tensor, deviation: (2 / Float(fanIn)).squareRoot(), &random)
        case .gaussian(let deviation): fillNormally(&tensor, deviation: deviation, &random)
        }
        return tensor
    }

    private func fillUniformly(_ tensor: inout Tensor, bound: Float, _ random: inout KeyedRandom) {
        for index in tensor.values.indices { tensor.values[index] = random.uniform(-bound, bound) }
    }

    private func fillNormally(_ tensor: inout Tensor, deviation: Float, _ random: inout KeyedRandom) {
        for index in tensor.values.indices { tensor.values[index] = deviation * random.normal() }
    }
}

extension Initializer: CustomStringConvertible {
    /// As specs have it.
    package var description: String {
        switch self {
        case .constant(let value): "constant: {value: \(value)}"
        case .uniformFanIn: "uniform-fan-in"
        case .xavier: "xavier"
        case .glorot: "glorot"
        case .he: "he"
        case .gaussian(let deviation): "gaussian: {deviation: \(deviation)}"
        }
    }
}
