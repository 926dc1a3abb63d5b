import Layers
import Planning

/// The sum of several tensors; its gradient is the gradient of each.
final class AddKernel: Kernel {
    private let operation: PlannedOperation

    init(_ layer: Add, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let first = try builder.value(operation.inputs[0])
        let inputs = try operation.inputs.map { try builder.value($0, as: first.descriptor) }
        let primitive = try Primitive.sum(
            engine: builder.engine, sources: inputs.map { (1, $0.descriptor) }, destination: first.descriptor)
        let output = builder.tensor(first.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: output]
        for (number, input) in inputs.enumerated() { arguments[.sourceNumber(number)] = input }
        try builder.append(primitive, arguments)
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            builder.contribute(try builder.gradient(of: operation.output), to: operation.inputs[input])
        }
    }
}
