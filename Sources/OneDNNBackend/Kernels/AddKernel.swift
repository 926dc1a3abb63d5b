import Layers
import Planning

/// The sum of several tensors, with a ReLU behind it if the layer has taken one in; its gradient, or what the ReLU lets
/// through of it, is the gradient of each.
final class AddKernel: SingleKernel {
    let operation: PlannedOperation
    private let appliesReLU: Bool
    /// What a ReLU made in training.
    private var kept: PlacedTensor?

    init(_ layer: Add, _ operation: PlannedOperation) {
        self.operation = operation
        appliesReLU = layer.appliesReLU
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let output = try sum(builder)
        if appliesReLU, builder.plan.phase == .training {
            builder.values.keepForMaker(operation.output)
            kept = output
        }
        return output
    }

    private func sum(_ builder: ProgramBuilder) throws -> PlacedTensor {
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
        guard appliesReLU else { return output }
        let result = builder.recorder.overwriting(output)
        builder.recorder.relu(output, to: result)
        return result
    }

    private func sum(_ inputs: [KernelTensor], _ builder: ProgramBuilder) throws -> PlacedTensor {
        let output = try builder.values.destination(for: operation.output, inputs[0].blocks.descriptor())
        guard let total = KernelTensor(output) else { preconditionFailure("blocks have a descriptor with blocks") }
        var first = inputs[0]
        for (number, input) in inputs.enumerated().dropFirst() {
            let isLast = number == inputs.count - 1
            builder.recorder.add(first, input, appliesReLU: appliesReLU && isLast, into: total)
            first = total
        }
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        let wanted = zip(operation.inputs, step.wantsInputGradient).filter(\.1).map(\.0)
        guard !wanted.isEmpty else { return }
        let gradient = try gradient(builder)
        for input in wanted {
            builder.gradients.contribute(
                gradient.tensor, to: input, isExclusive: gradient.isExclusive && wanted.count == 1)
        }
    }

    /// Of the sum.
    private func gradient(_ builder: ProgramBuilder) throws -> Contribution {
        guard let kept else { return try builder.gradients.contribution(of: operation.output) }
        let result: PlacedTensor
        if let layout = KernelTensor(kept) {
            let (first, second) = try builder.gradients.parts(of: operation.output, like: layout)
            result = builder.recorder.tensor(try layout.blocks.descriptor())
            builder.recorder.reluBackward(kept, first.tensor, second?.tensor, to: result)
        } else {
            let gradient = try builder.gradients.total(of: operation.output, as: kept.descriptor)
            result = builder.recorder.tensor(kept.descriptor)
            builder.recorder.reluBackward(kept, gradient, to: result)
        }
        return Contribution(tensor: result, isExclusive: true)
    }
}
