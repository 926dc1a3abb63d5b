import Layers
import Planning

/// Flattening: the row-major copy of the input under another shape.
final class FlattenKernel: SingleKernel {
    let operation: PlannedOperation

    init(_ layer: Flatten, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        try builder.values.plainTensor(of: operation.inputs[0]).viewed(
            as: MemoryDescriptor(operation.outputLengths(batch: builder.plan.batch)))
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard step.wantsInputGradient[0] else { return }
        let contribution = try builder.gradients.contribution(of: operation.output)
        let gradient = try builder.recorder.plain(contribution.tensor).viewed(
            as: MemoryDescriptor(operation.inputLengths(0, batch: builder.plan.batch)))
        builder.gradients.contribute(gradient, to: operation.inputs[0], isExclusive: contribution.isExclusive)
    }
}
