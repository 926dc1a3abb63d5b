import Layers
import Planning
import Tensors

/// Some of the channels, copied out of the input where its blocks of channels end with them, or out of a row-major copy.
final class SliceKernel: SingleKernel {
    let operation: PlannedOperation
    private let firstChannel: Int
    /// The input's layout that could be cut.
    private var whole: MemoryDescriptor?

    init(_ layer: Slice, _ operation: PlannedOperation) {
        (self.operation, firstChannel) = (operation, layer.first)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.tensor(of: operation.inputs[0])
        let (from, part) = try cut(source, builder).map { (source, $0) } ?? cutPlain(source, builder)
        whole = try from.descriptor.dense()
        let output = try builder.values.destination(for: operation.output, part.descriptor.dense())
        try builder.recorder.reorder(part, to: output)
        return output
    }

    private func cut(_ tensor: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        try builder.recorder.part(
            operation.outputLengths(batch: builder.plan.batch), of: tensor, at: firstChannel)
    }

    private func cutPlain(
        _ source: PlacedTensor, _ builder: ProgramBuilder
    ) throws -> (PlacedTensor, PlacedTensor) {
        let plain = try builder.recorder.plain(source)
        guard let part = try cut(plain, builder) else { preconditionFailure("row-major layouts can be cut anywhere") }
        return (plain, part)
    }

    /// The gradient where the channels were kept, else 0.
    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let whole, step.wantsInputGradient[0] else { return }
        let gradient = builder.recorder.tensor(whole)
        builder.recorder.clear(gradient)
        guard let part = try cut(gradient, builder) else { preconditionFailure("the input was cut so") }
        try builder.recorder.reorder(builder.gradients.total(of: operation.output), to: part)
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
