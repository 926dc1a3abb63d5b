import Layers
import Planning

/// Softmax over the channels, on row-major float32 numbers: probabilities are what users read.
final class SoftmaxKernel: SingleKernel {
    let operation: PlannedOperation
    private var trained: (primitive: Primitive, output: PlacedTensor)?

    private static let channels = 1

    init(_ operation: PlannedOperation) {
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.plainTensor(of: operation.inputs[0])
        let output = builder.recorder.tensor(source.descriptor)
        let primitive = try Primitive.softmaxForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction, source: source.descriptor,
            destination: output.descriptor, axis: Self.channels)
        try builder.recorder.append(primitive, [.source: source, .destination: output])
        trained = (primitive, output)
        if builder.plan.phase == .training { builder.values.keepForMaker(operation.output) }
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let outputGradient = try builder.gradients.plainTotal(of: operation.output)
        let gradient = builder.recorder.tensor(trained.output.descriptor)
        let primitive = try Primitive.softmaxBackward(
            engine: builder.recorder.engine, sourceGradient: gradient.descriptor,
            destinationGradient: outputGradient.descriptor, destination: trained.output.descriptor,
            axis: Self.channels, hint: trained.primitive)
        try builder.recorder.append(
            primitive,
            [.destination: trained.output, .destinationGradient: outputGradient, .sourceGradient: gradient])
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
