import Layers
import Planning

/// ReLU in the layout of its input, in its place if nothing else wants it. The backward pass reads the output, which the
/// next layer keeps anyway.
final class ReLUKernel: SingleKernel {
    let operation: PlannedOperation
    private var output: PlacedTensor?

    init(_ operation: PlannedOperation) {
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try read(builder)
        let output = try destination(source, builder)
        self.output = output
        if builder.plan.phase == .training { builder.values.keepForMaker(operation.output) }
        builder.recorder.relu(source, to: output)
        return output
    }

    /// The input: as it is in blocks of channels, of which slices are read too, else as one stretch.
    private func read(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.tensor(of: operation.inputs[0])
        return KernelTensor(source) == nil ? try builder.recorder.dense(source) : source
    }

    private func destination(_ source: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        let isPlaced = builder.plan.slices[operation.output] != nil
        let isItsOwn = builder.values.isOriginal(source, of: operation.inputs[0])
        if !isPlaced, isItsOwn, builder.values.mayOverwrite(operation.inputs[0], by: operation) {
            return builder.recorder.overwriting(source)
        }
        guard let source = KernelTensor(source) else { return builder.recorder.tensor(source.descriptor) }
        return try builder.values.destination(for: operation.output, source.blocks.descriptor())
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let output, step.wantsInputGradient[0] else { return }
        guard let kept = KernelTensor(output) else {
            let gradient = try builder.gradients.total(of: operation.output, as: output.descriptor)
            let result = builder.recorder.tensor(output.descriptor)
            builder.recorder.reluBackward(output, gradient, to: result)
            return builder.gradients.contribute(result, to: operation.inputs[0])
        }
        let (first, second) = try builder.gradients.parts(of: operation.output, like: kept)
        let result = try builder.gradients.destination(
            of: operation.inputs[0], like: kept, mayAdd: step.addsToInputGradient[0], overwritesValue: false)
        builder.recorder.reluBackward(
            output, first.tensor, second?.tensor, to: result.tensor.tensor, adds: result.adds)
    }
}
