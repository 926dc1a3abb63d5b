import Layers
import Networks
import Planning

/// Flattening: the row-major copy of the input under another shape.
final class FlattenKernel: Kernel {
    private let node: NumberedNode

    init?(_ layer: Flatten, _ node: NumberedNode) {
        self.node = node
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        try builder.plainValue(node.node.inputs[0]).viewed(
            as: MemoryDescriptor(node.outputLengths(batch: builder.plan.batch)))
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        guard step.wantsInputGradient[0] else { return }
        let gradient = try builder.plainOutputGradient(of: node.number).viewed(
            as: MemoryDescriptor(node.inputLengths(0, batch: builder.plan.batch)))
        builder.contribute(gradient, to: node.node.inputs[0])
    }
}
