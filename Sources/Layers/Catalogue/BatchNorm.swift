import SpecSyntax
package import Tensors

/// Brings each channel to mean 0 and variance 1, then scales and shifts it by learned numbers.
///
/// `output = scale[c] · (input − μ[c]) / √(σ²[c] + ε) + shift[c]`, a missing scale being 1 and a missing shift 0.
/// In training μ and σ² are the batch's, over N, H and W, σ² the biased variance; in evaluation they are the running
/// `mean` and `variance`. Training also moves those: `running ← (1 − momentum) · running + momentum · batch`, where the
/// batch's variance is the unbiased one, `n / (n − 1)` times the biased (the biased one if n = 1), as in PyTorch.
///
/// `input: [N, C, H, W]` or `[N, C]` → `output`: the same shape.
/// Parameters: `scale [C]` and `shift [C]` where they are on; buffers `mean [C]`, `variance [C]`.
/// Source: Ioffe and Szegedy, ICML 2015.
package struct BatchNorm: Layer {
    package let epsilon: Double
    package let momentum: Double
    package let hasScale: Bool
    package let hasShift: Bool
    package let scaleInitializer: Initializer
    package let shiftInitializer: Initializer
    /// Whether what comes out below 0 becomes 0: only in plans, where a following ReLU was absorbed.
    package private(set) var appliesReLU = false

    package static let kind = LayerKind(
        "batch-norm", help: "brings each channel to mean 0 and variance 1",
        aliases: ["bn", "batchnormalization"]
    ) { fields in
        let layer = BatchNorm(
            epsilon: fields.optional("epsilon", .positiveNumber, default: 1e-5, help: "added to the variance"),
            momentum: fields.optional(
                "momentum", .number(0...1), default: 0.1, help: "weight of a batch in the running statistics"),
            hasScale: fields.optional("scale", .boolean, default: true, help: "whether each channel learns a factor"),
            hasShift: fields.optional("shift", .boolean, default: true, help: "whether each channel learns a summand"),
            scaleInitializer: fields.optional(
                "scale-init", .initializer, default: .constant(1), help: "how the factors begin"),
            shiftInitializer: fields.optional(
                "shift-init", .initializer, default: .constant(0), help: "how the summands begin"))
        fields.declareSharedWeights()
        return layer
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try inputs[0].requireChannels()
        try scaleInitializer.check("scale", [inputs[0][0]], field: "scale-init")
        try shiftInitializer.check("shift", [inputs[0][0]], field: "shift-init")
        return inputs[0]
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let shape: Shape = [inputs[0][0]]
        let scale = ParameterSpecification(.scale, shape, initializer: scaleInitializer)
        let shift = ParameterSpecification(.shift, shape, initializer: shiftInitializer)
        return (hasScale ? [scale] : []) + (hasShift ? [shift] : []) + [
            ParameterSpecification(.mean, shape, role: .buffer, initializer: .constant(0), batchShare: momentum),
            ParameterSpecification(.variance, shape, role: .buffer, initializer: .constant(1), batchShare: momentum),
        ]
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .batchNorm ? output.elementCount.saturatingTimes(2) : 0
    }

    /// The input, and the batch's mean and variance.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds {
        BackwardNeeds(inputs: true, numbersPerBatch: 2 * inputs[0][0])
    }

    package var channelSummand: ParameterSpecification.Name? { hasShift ? .shift : nil }
    package var subtractsChannelMeans: Bool { true }

    package func fused(with next: any Layer) -> (any Layer)? {
        guard next is ReLU, !appliesReLU else { return nil }
        var fused = self
        fused.appliesReLU = true
        return fused
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        let planes = Planes(output.shape)
        for channel in 0..<planes.channels {
            let statistics: Statistics
            switch pass.phase {
            case .training:
                statistics = Statistics(of: channel, in: pass.inputs[0])
                updateRunning(&pass.parameters, channel, statistics)
            case .evaluation:
                statistics = running(pass.parameters, channel)
            }
            let slope = scale(pass, channel) * statistics.inverseDeviation(epsilon)
            let shift = hasShift ? Double(pass.parameters[shiftIndex].values[channel]) : 0
            planes.visit(channel: channel) { place in
                let value = Float((Double(output.values[place]) - statistics.mean) * slope + shift)
                output.values[place] = appliesReLU ? max(value, 0) : value
            }
        }
        return output
    }

    /// Where the output was cut to 0, `dy` counts as 0. With `x̂ = (x − μ) / √(σ² + ε)`: `dscale = Σ dy · x̂`, `dshift = Σ dy`, and
    /// `dx = scale / √(σ² + ε) · (dy − dshift / n − x̂ · dscale / n)`.
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let outputGradient = appliesReLU ? ReLU.inputGradient(outputGradient, of: self, pass) : outputGradient
        let input = pass.inputs[0].values
        let planes = Planes(pass.inputs[0].shape)
        var inputGradient = Tensor.zeros(pass.inputs[0].shape)
        var scaleGradient = Tensor.zeros([planes.channels])
        var shiftGradient = Tensor.zeros([planes.channels])
        for channel in 0..<planes.channels {
            let statistics = Statistics(of: channel, in: pass.inputs[0])
            let inverseDeviation = statistics.inverseDeviation(epsilon)
            var (scaleSum, shiftSum) = (0.0, 0.0)
            planes.visit(channel: channel) { place in
                let normal = (Double(input[place]) - statistics.mean) * inverseDeviation
                scaleSum += Double(outputGradient.values[place]) * normal
                shiftSum += Double(outputGradient.values[place])
            }
            let slope = scale(pass, channel) * inverseDeviation
            let count = Double(statistics.count)
            planes.visit(channel: channel) { place in
                let normal = (Double(input[place]) - statistics.mean) * inverseDeviation
                let centred = Double(outputGradient.values[place]) - (shiftSum + normal * scaleSum) / count
                inputGradient.values[place] = Float(slope * centred)
            }
            scaleGradient.values[channel] = Float(scaleSum)
            shiftGradient.values[channel] = Float(shiftSum)
        }
        return LayerGradients(
            inputs: [inputGradient],
            parameters: (hasScale ? [scaleGradient] : []) + (hasShift ? [shiftGradient] : []) + [nil, nil])
    }
}

extension BatchNorm {
    private var shiftIndex: Int { hasScale ? 1 : 0 }
    private var meanIndex: Int { shiftIndex + (hasShift ? 1 : 0) }
    private var varianceIndex: Int { meanIndex + 1 }

    private func scale(_ pass: LayerPass, _ channel: Int) -> Double {
        hasScale ? Double(pass.parameters[0].values[channel]) : 1
    }

    private func running(_ parameters: [Tensor], _ channel: Int) -> Statistics {
        Statistics(
            count: 1, mean: Double(parameters[meanIndex].values[channel]),
            variance: Double(parameters[varianceIndex].values[channel]))
    }

    private func updateRunning(_ parameters: inout [Tensor], _ channel: Int, _ batch: Statistics) {
        let old = running(parameters, channel)
        let mean = (1 - momentum) * old.mean + momentum * batch.mean
        let variance = (1 - momentum) * old.variance + momentum * batch.unbiasedVariance
        parameters[meanIndex].values[channel] = Float(mean)
        parameters[varianceIndex].values[channel] = Float(variance)
    }
}

/// Mean and biased variance of one channel.
private struct Statistics {
    let count: Int
    let mean: Double
    let variance: Double

    init(count: Int, mean: Double, variance: Double) {
        self.count = count
        self.mean = mean
        self.variance = variance
    }

    init(of channel: Int, in batch: Tensor) {
        let values = batch.values
        let planes = Planes(batch.shape)
        var (sum, squares) = (0.0, 0.0)
        planes.visit(channel: channel) { sum += Double(values[$0]) }
        let count = planes.pictures * planes.area
        let mean = sum / Double(count)
        planes.visit(channel: channel) { place in
            let distance = Double(values[place]) - mean
            squares += distance * distance
        }
        self.init(count: count, mean: mean, variance: squares / Double(count))
    }

    var unbiasedVariance: Double {
        count > 1 ? variance * Double(count) / Double(count - 1) : variance
    }

    func inverseDeviation(_ epsilon: Double) -> Double {
        1 / (variance + epsilon).squareRoot()
    }
}
