/// Batch normalisation in float64 over [N, C, H, W], straight from the formulas.
struct ExactBatchNorm {
    let shape: BlockedShape
    let epsilon = 1e-5
    let appliesReLU: Bool
    let source: [Double]
    let scale: [Double]
    let shift: [Double]
    let mean: [Double]
    let variance: [Double]

    private static func channel(_ index: Int, _ shape: BlockedShape) -> Int { index / shape.pixels % shape.channels }

    /// Takes mean and variance from `source`, unless they are given.
    init(
        _ shape: BlockedShape, source: [Float], scale: [Float]?, shift: [Float]?, appliesReLU: Bool,
        given: (mean: [Float], variance: [Float])? = nil
    ) {
        self.shape = shape
        self.appliesReLU = appliesReLU
        self.source = source.map(Double.init)
        self.scale = scale?.map(Double.init) ?? [Double](repeating: 1, count: shape.channels)
        self.shift = shift?.map(Double.init) ?? [Double](repeating: 0, count: shape.channels)
        if let given {
            (mean, variance) = (given.mean.map(Double.init), given.variance.map(Double.init))
            return
        }
        let n = Double(shape.images * shape.pixels)
        let mean = Self.sums(self.source, shape).map { $0 / n }
        let squares = self.source.enumerated().map { index, x in
            (x - mean[Self.channel(index, shape)]) * (x - mean[Self.channel(index, shape)])
        }
        self.mean = mean
        variance = Self.sums(squares, shape).map { $0 / n }
    }

    private static func sums(_ values: [Double], _ shape: BlockedShape) -> [Double] {
        var sums = [Double](repeating: 0, count: shape.channels)
        for (index, value) in values.enumerated() { sums[channel(index, shape)] += value }
        return sums
    }

    private func deviations(_ index: Int) -> Double {
        let channel = Self.channel(index, shape)
        return (source[index] - mean[channel]) / (variance[channel] + epsilon).squareRoot()
    }

    /// Before the ReLU.
    private func normal(_ index: Int) -> Double {
        let channel = Self.channel(index, shape)
        return scale[channel] * deviations(index) + shift[channel]
    }

    var output: [Double] { source.indices.map { appliesReLU ? max(normal($0), 0) : normal($0) } }

    /// r ← (1 − momentum) · r + momentum · batch, from `mean` and `variance` on, unbiased.
    func running(_ mean: [Float], _ variance: [Float], momentum: Double) -> (mean: [Double], variance: [Double]) {
        let n = Double(shape.images * shape.pixels)
        let unbiased = n > 1 ? n / (n - 1) : 1
        return (
            zip(mean, self.mean).map { (1 - momentum) * Double($0) + momentum * $1 },
            zip(variance, self.variance).map { (1 - momentum) * Double($0) + momentum * unbiased * $1 }
        )
    }

    /// The gradients, given that of the output.
    func gradients(_ gradient: [Double]) -> (source: [Double], scale: [Double], shift: [Double]) {
        let n = Double(shape.images * shape.pixels)
        let passed = gradient.indices.map { appliesReLU && normal($0) <= 0 ? 0 : gradient[$0] }
        let shiftSums = Self.sums(passed, shape)
        let scaleSums = Self.sums(passed.indices.map { passed[$0] * deviations($0) }, shape)
        let source = passed.indices.map { index in
            let channel = Self.channel(index, shape)
            return scale[channel] / (variance[channel] + epsilon).squareRoot()
                * (passed[index] - shiftSums[channel] / n - deviations(index) * scaleSums[channel] / n)
        }
        return (source, scaleSums, shiftSums)
    }

    /// Whether an output is so close to 0 that rounding decides about its gradient.
    var hasKink: Bool { appliesReLU && source.indices.contains { abs(normal($0)) < 1e-6 } }
}
