import Layers
import Planning
import Tensors

/// Batch normalisation by oneDNN, in the layout of its input.
final class LibraryBatchNorm: SingleKernel {
    let operation: PlannedOperation
    private let layer: BatchNorm
    private let parameters: BatchNormParameters
    private var trained: (primitive: Primitive, arguments: [PrimitiveArgument: PlacedTensor])?

    init(_ layer: BatchNorm, _ operation: PlannedOperation) {
        self.layer = layer
        self.operation = operation
        parameters = BatchNormParameters(node: operation.node, specifications: operation.parameters)
    }

    private var channels: Int { parameters.channels }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let isTraining = builder.plan.phase == .training
        let source = try builder.values.denseTensor(of: operation.inputs[0])
        let primitive = try Primitive.batchNormalizationForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction, data: source.descriptor,
            epsilon: Float(layer.epsilon), parts: parts(usesGivenStatistics: !isTraining))
        let output = builder.recorder.tensor(source.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.source: source, .destination: output]
        arguments[.scale] = try parameters.tensor(.scale, builder)
        arguments[.shift] = try parameters.tensor(.shift, builder)
        arguments[.mean] = isTraining ? try builder.recorder.plain([channels]) : try parameters.tensor(.mean, builder)
        arguments[.variance] =
            isTraining ? try builder.recorder.plain([channels]) : try parameters.tensor(.variance, builder)
        if let workspace = try builder.recorder.tensor(for: .workspace, of: primitive) {
            arguments[.workspace] = workspace
        }
        try builder.recorder.append(primitive, arguments)
        if isTraining {
            try updateRunning(arguments, builder)
            trained = (primitive, arguments)
        }
        return output
    }

    private func parts(usesGivenStatistics: Bool) -> BatchNormalizationParts {
        BatchNormalizationParts(
            hasScale: layer.hasScale, hasShift: layer.hasShift, fusesReLU: layer.appliesReLU,
            usesGivenStatistics: usesGivenStatistics)
    }

    /// Moves the running statistics towards the batch's; oneDNN's variance is the biased one.
    private func updateRunning(_ arguments: [PrimitiveArgument: PlacedTensor], _ builder: ProgramBuilder) throws {
        guard let mean = arguments[.mean], let variance = arguments[.variance],
            let runningMean = try parameters.tensor(.mean, builder),
            let runningVariance = try parameters.tensor(.variance, builder)
        else { return }
        let count = builder.plan.batch * operation.inputShapes[0].elementCount / channels
        let momentum = Float(layer.momentum)
        let unbiased = momentum * (count > 1 ? Float(count) / Float(count - 1) : 1)
        let channels = channels
        builder.recorder.own("running statistics", touching: [mean, variance]) { addresses in
            let (batchMean, batchVariance) = (addresses.floats(mean), addresses.floats(variance))
            let (keptMean, keptVariance) = (addresses.floats(runningMean), addresses.floats(runningVariance))
            return {
                for channel in 0..<channels {
                    keptMean[channel] = (1 - momentum) * keptMean[channel] + momentum * batchMean[channel]
                    keptVariance[channel] =
                        (1 - momentum) * keptVariance[channel] + unbiased * batchVariance[channel]
                }
            }
        }
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, let source = trained.arguments[.source] else { return }
        let primitive = try Primitive.batchNormalizationBackward(
            engine: builder.recorder.engine, dataGradient: source.descriptor, data: source.descriptor,
            epsilon: Float(layer.epsilon), parts: parts(usesGivenStatistics: false), hint: trained.primitive)
        let gradient = builder.recorder.tensor(source.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.source: source, .sourceGradient: gradient]
        for kept in [PrimitiveArgument.mean, .variance, .workspace] { arguments[kept] = trained.arguments[kept] }
        for needed in [PrimitiveArgument.scale, .shift] where try primitive.descriptor(of: needed) != nil {
            arguments[needed] = trained.arguments[needed]
        }
        arguments[.destinationGradient] = try builder.gradients.total(of: operation.output, as: source.descriptor)
        arguments[.scaleGradient] = try parameters.gradient(.scale, builder)
        arguments[.shiftGradient] = try parameters.gradient(.shift, builder)
        try builder.recorder.append(primitive, arguments)
        if step.wantsInputGradient[0] { builder.gradients.contribute(gradient, to: operation.inputs[0]) }
    }
}
