import CKernels
import Layers
import Planning

/// The sum of several tensors; its gradient is the gradient of each.
final class AddKernel: SingleKernel {
    let operation: PlannedOperation

    init(_ layer: Add, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let tensors = try operation.inputs.map { try builder.values.tensor(of: $0) }
        let inputs = tensors.compactMap(KernelTensor.init)
        if !builder.recorder.prefersLibrary, inputs.count == tensors.count, inputs.allSatisfy(inputs[0].matches) {
            return try sum(inputs, builder)
        }
        let first = try builder.recorder.dense(tensors[0])
        let aligned = try tensors.map { try builder.recorder.tensor(builder.recorder.dense($0), as: first.descriptor) }
        let primitive = try Primitive.sum(
            engine: builder.recorder.engine, sources: aligned.map { (1, $0.descriptor) }, destination: first.descriptor)
        let output = builder.recorder.tensor(first.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: output]
        for (number, input) in aligned.enumerated() { arguments[.sourceNumber(number)] = input }
        try builder.recorder.append(primitive, arguments)
        return output
    }

    private func sum(_ inputs: [KernelTensor], _ builder: ProgramBuilder) throws -> PlacedTensor {
        let output = try builder.values.destination(for: operation.output, inputs[0].blocks.descriptor())
        guard let total = KernelTensor(output) else { preconditionFailure("blocks have a descriptor with blocks") }
        var first = inputs[0]
        for input in inputs.dropFirst() {
            builder.recorder.add(first, input, into: total)
            first = total
        }
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        let contribution = try builder.gradients.contribution(of: operation.output)
        let isExclusive = contribution.isExclusive && step.wantsInputGradient.filter { $0 }.count == 1
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            builder.gradients.contribute(contribution.tensor, to: operation.inputs[input], isExclusive: isExclusive)
        }
    }
}
