import Layers
import Planning
import Tensors

/// Upsampling, the library's resampling, in the layout of its input.
final class UpsampleKernel: SingleKernel {
    let operation: PlannedOperation
    private let isLinear: Bool
    private var trained: Primitive?

    /// Nil for aligned corners, which the library does not have.
    init?(_ layer: Upsample, _ operation: PlannedOperation) {
        guard !layer.alignsCorners else { return nil }
        (self.operation, isLinear) = (operation, layer.mode == .bilinear)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.denseTensor(of: operation.inputs[0])
        let primitive = try Primitive.resamplingForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction, isLinear: isLinear,
            source: source.descriptor,
            destination: MemoryDescriptor(
                operation.outputLengths(batch: builder.plan.batch), type: source.descriptor.type ?? .float32,
                format: .any))
        let output = builder.recorder.tensor(try primitive.required(.destination))
        try builder.recorder.append(primitive, [.source: source, .destination: output])
        trained = primitive
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let primitive = try Primitive.resamplingBackward(
            engine: builder.recorder.engine, isLinear: isLinear, sourceGradient: trained.required(.source),
            destinationGradient: trained.required(.destination), hint: trained)
        let gradient = builder.recorder.tensor(try primitive.required(.sourceGradient))
        try builder.recorder.append(
            primitive,
            [
                .sourceGradient: gradient,
                .destinationGradient: try builder.gradients.total(
                    of: operation.output, as: primitive.required(.destinationGradient)),
            ])
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
