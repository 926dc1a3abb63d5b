import Layers
import Planning

/// Local response normalisation, across or within channels, in the layout of its input.
final class LocalResponseNormKernel: SingleKernel {
    private let constants: LocalResponse
    let operation: PlannedOperation
    private var trained: (primitive: Primitive, arguments: [PrimitiveArgument: PlacedTensor])?

    init(_ layer: LocalResponseNorm, _ operation: PlannedOperation) {
        constants = LocalResponse(
            size: layer.size, alpha: Float(layer.alpha), beta: Float(layer.beta), k: Float(layer.k),
            isWithinChannels: layer.region == .withinChannels)
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.denseTensor(of: operation.inputs[0])
        let primitive = try Primitive.localResponseForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction, data: source.descriptor,
            constants: constants)
        let output = builder.recorder.tensor(source.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.source: source, .destination: output]
        arguments[.workspace] = try builder.recorder.tensor(for: .workspace, of: primitive)
        try builder.recorder.append(primitive, arguments)
        trained = (primitive, arguments)
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, let source = trained.arguments[.source], step.wantsInputGradient[0] else { return }
        let primitive = try Primitive.localResponseBackward(
            engine: builder.recorder.engine, dataGradient: source.descriptor, data: source.descriptor,
            constants: constants,
            hint: trained.primitive)
        let gradient = builder.recorder.tensor(source.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: source, .sourceGradient: gradient,
            .destinationGradient: try builder.gradients.total(of: operation.output, as: source.descriptor),
        ]
        if try primitive.descriptor(of: .workspace) != nil {
            arguments[.workspace] = trained.arguments[.workspace]
        }
        try builder.recorder.append(primitive, arguments)
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
