import Layers
import Planning

/// ReLU in the layout of its input. The backward pass reads the output, which the next layer keeps anyway.
final class ReLUKernel: Kernel {
    private let operation: PlannedOperation
    private var trained: (primitive: Primitive, output: PlacedTensor)?

    init(_ layer: ReLU, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.value(operation.inputs[0])
        let primitive = try Primitive.reluForward(
            engine: builder.engine, direction: builder.plan.phase.direction, data: source.descriptor,
            keepsDestination: true)
        let output = builder.tensor(source.descriptor)
        try builder.append(primitive, [.source: source, .destination: output])
        trained = (primitive, output)
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let data = trained.output.descriptor
        let primitive = try Primitive.reluBackward(
            engine: builder.engine, dataGradient: data, data: data, keepsDestination: true, hint: trained.primitive)
        let gradient = builder.tensor(data)
        try builder.append(
            primitive,
            [
                .destination: trained.output, .sourceGradient: gradient,
                .destinationGradient: try builder.gradient(of: operation.output, as: data),
            ])
        builder.contribute(gradient, to: operation.inputs[0])
    }
}
