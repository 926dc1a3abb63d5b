import COneDNN

/// What is done to each number by itself.
package struct Elementwise: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case relu, tanh, logistic, swish, hardSwish, gelu, geluByTanh, clip, linear

        var code: ConedElementwiseKind {
            switch self {
            case .relu: ConedElementwiseReLU
            case .tanh: ConedElementwiseTanh
            case .logistic: ConedElementwiseLogistic
            case .swish: ConedElementwiseSwish
            case .hardSwish: ConedElementwiseHardSwish
            case .gelu: ConedElementwiseGELU
            case .geluByTanh: ConedElementwiseGELUTanh
            case .clip: ConedElementwiseClip
            case .linear: ConedElementwiseLinear
            }
        }
    }

    package let kind: Kind
    package let alpha: Float
    package let beta: Float

    private init(_ kind: Kind, alpha: Float = 0, beta: Float = 0) {
        (self.kind, self.alpha, self.beta) = (kind, alpha, beta)
    }

    package static let relu = Elementwise(.relu)
    package static let tanh = Elementwise(.tanh)
    package static let logistic = Elementwise(.logistic)
    package static let swish = Elementwise(.swish, alpha: 1)
    package static let hardSwish = Elementwise(.hardSwish, alpha: 1 / 6, beta: 0.5)
    package static let gelu = Elementwise(.gelu)
    package static let geluByTanh = Elementwise(.geluByTanh)

    /// x > 0 ? x : slope · x, for a slope of at least 0
    package static func leakyReLU(slope: Float) -> Elementwise { Elementwise(.relu, alpha: slope) }

    /// min(max(x, low), high)
    package static func clip(_ low: Float, _ high: Float) -> Elementwise { Elementwise(.clip, alpha: low, beta: high) }

    /// scale · x + shift
    package static func linear(scale: Float, shift: Float) -> Elementwise {
        Elementwise(.linear, alpha: scale, beta: shift)
    }

    /// Whether its backward pass reads what it made rather than what it read.
    package var readsDestinationBackward: Bool {
        switch kind {
        case .relu, .tanh, .logistic, .clip: true
        case .swish, .hardSwish, .gelu, .geluByTanh, .linear: false
        }
    }

    var code: ConedElementwise { ConedElementwise(kind: kind.code, alpha: alpha, beta: beta) }
}

extension Elementwise: CustomStringConvertible {
    /// `relu`, `clip(0, 6)`
    package var description: String {
        switch kind {
        case .relu: alpha == 0 ? "relu" : "relu(\(alpha))"
        case .clip, .linear: "\(kind.rawValue)(\(alpha), \(beta))"
        case .tanh, .logistic, .swish, .hardSwish, .gelu, .geluByTanh: kind.rawValue
        }
    }
}

extension Primitive {
    /// `data` is source and destination, which may be one memory; not `any`.
    ///
    /// Arguments: source → destination.
    package static func elementwiseForward(
        engine: Engine, direction: Direction, _ step: Elementwise, data: MemoryDescriptor
    ) throws -> Primitive {
        try Primitive("\(step) forward", engine: engine) { made in
            var code = step.code
            return coned_elementwise_forward(engine.handle, direction.code, &code, data.handle, &made)
        }
    }

    /// Arguments: destination or source, see `readsDestinationBackward`, destination gradient → source gradient.
    package static func elementwiseBackward(
        engine: Engine, _ step: Elementwise, dataGradient: MemoryDescriptor, data: MemoryDescriptor, hint: Primitive
    ) throws -> Primitive {
        try Primitive("\(step) backward", engine: engine) { made in
            var code = step.code
            return coned_elementwise_backward(
                engine.handle, &code, dataGradient.handle, data.handle, hint.handle, &made)
        }
    }
}
