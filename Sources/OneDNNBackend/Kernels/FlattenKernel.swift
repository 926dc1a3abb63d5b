import Layers
import Planning

/// Flattening: the row-major copy of the input under another shape.
final class FlattenKernel: Kernel {
    private let operation: PlannedOperation

    init(_ layer: Flatten, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        try builder.plainValue(operation.inputs[0]).viewed(
            as: MemoryDescriptor(operation.outputLengths(batch: builder.plan.batch)))
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        guard step.wantsInputGradient[0] else { return }
        let gradient = try builder.plainGradient(of: operation.output).viewed(
            as: MemoryDescriptor(operation.inputLengths(0, batch: builder.plan.batch)))
        builder.contribute(gradient, to: operation.inputs[0])
    }
}
