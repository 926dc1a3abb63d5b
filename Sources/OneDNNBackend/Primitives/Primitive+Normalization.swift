import COneDNN

/// Which of its parts a batch normalisation has.
package struct BatchNormalizationParts: Hashable, Sendable {
    package var hasScale: Bool
    package var hasShift: Bool
    /// Stores max(y, 0); in training the workspace carries the signs to the backward pass.
    package var fusesReLU: Bool
    /// Mean and variance come in, instead of being taken from the batch.
    package var usesGivenStatistics: Bool

    package init(hasScale: Bool, hasShift: Bool, fusesReLU: Bool = false, usesGivenStatistics: Bool = false) {
        self.hasScale = hasScale
        self.hasShift = hasShift
        self.fusesReLU = fusesReLU
        self.usesGivenStatistics = usesGivenStatistics
    }

    var code: ConedBatchNormalization {
        ConedBatchNormalization(
            hasScale: hasScale, hasShift: hasShift, fusesReLU: fusesReLU, usesGivenStatistics: usesGivenStatistics)
    }
}

/// The constants of y = x / (k + alpha / size Σ x²)^beta, the sum going over `size` channels around each, or, within channels,
/// over `size` · `size` places, and divided by as many.
package struct LocalResponse: Hashable, Sendable {
    package var size: Int
    package var alpha: Float
    package var beta: Float
    package var k: Float
    package var isWithinChannels: Bool

    package init(size: Int, alpha: Float, beta: Float, k: Float, isWithinChannels: Bool = false) {
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
        self.isWithinChannels = isWithinChannels
    }
}

extension Primitive {
    /// `data` [N, C, H, W], not `any`, is source and destination; mean, variance, scale and shift are [C] in float32.
    /// The variance of training is the batch's own, biased one.
    ///
    /// Arguments: source, scale, shift (mean, variance if given) → destination (mean, variance, workspace).
    package static func batchNormalizationForward(
        engine: Engine, direction: Direction, data: MemoryDescriptor, epsilon: Float, parts: BatchNormalizationParts
    ) throws -> Primitive {
        try Primitive("batch normalisation forward", engine: engine) { made in
            var parts = parts.code
            return coned_batch_normalization_forward(
                engine.handle, direction.code, data.handle, epsilon, &parts, &made)
        }
    }

    /// `dataGradient` may be `any`. Without scale and shift only data flows back.
    ///
    /// Arguments: source, mean, variance, destination gradient, scale, shift (oneDNN 2.6 insists on it, 3.x
    /// refuses it: ask `descriptor(of: .shift)`), workspace → source, scale and shift gradients.
    package static func batchNormalizationBackward(
        engine: Engine, dataGradient: MemoryDescriptor, data: MemoryDescriptor, epsilon: Float,
        parts: BatchNormalizationParts, hint: Primitive
    ) throws -> Primitive {
        try Primitive("batch normalisation backward", engine: engine) { made in
            var parts = parts.code
            return coned_batch_normalization_backward(
                engine.handle, dataGradient.handle, data.handle, epsilon, &parts, hint.handle, &made)
        }
    }

    /// `data` [N, C, H, W], not `any`, is source and destination.
    ///
    /// Arguments: source → destination (workspace in training, if asked for).
    package static func localResponseForward(
        engine: Engine, direction: Direction, data: MemoryDescriptor, constants: LocalResponse
    ) throws -> Primitive {
        try Primitive("local response normalisation forward", engine: engine) { made in
            coned_local_response_forward(
                engine.handle, direction.code, data.handle, Int64(constants.size), constants.alpha, constants.beta,
                constants.k, constants.isWithinChannels, &made)
        }
    }

    /// Arguments: source, destination gradient, workspace if *this* primitive has one → source gradient.
    package static func localResponseBackward(
        engine: Engine, dataGradient: MemoryDescriptor, data: MemoryDescriptor, constants: LocalResponse,
        hint: Primitive
    ) throws -> Primitive {
        try Primitive("local response normalisation backward", engine: engine) { made in
            coned_local_response_backward(
                engine.handle, dataGradient.handle, data.handle, Int64(constants.size), constants.alpha,
                constants.beta, constants.k, constants.isWithinChannels, hint.handle, &made)
        }
    }
}
