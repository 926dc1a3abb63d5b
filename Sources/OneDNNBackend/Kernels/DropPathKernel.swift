import CKernels
import Execution
import Layers
import Planning
import Tensors

/// Pictures times a factor each, which is drawn anew in every step, on blocks of channels.
final class DropPathKernel: SingleKernel {
    let operation: PlannedOperation
    private let layer: DropPath
    private var factors: KernelTensor?
    private var output: KernelTensor?

    /// Nil for rows of numbers.
    init?(_ layer: DropPath, _ operation: PlannedOperation) {
        guard operation.outputShape.rank == 3 else { return nil }
        (self.layer, self.operation) = (layer, operation)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let arriving = try builder.values.tensor(of: operation.inputs[0])
        guard builder.plan.phase == .training else { return arriving }
        let (batch, recorder) = (builder.plan.batch, builder.recorder)
        let own = KernelTensor(arriving)
        let type = own?.blocks.type ?? recorder.element
        let block = own?.blocks.block ?? CkernInstructions.best.channelBlock
        let source = try recorder.inBlocks(
            arriving, operation.inputLengths(0, batch: batch), type: type, block: block)
        let place = try builder.values.destination(for: operation.output, source.blocks.descriptor())
        guard let output = KernelTensor(place) else { preconditionFailure("blocks have a descriptor with blocks") }
        let factors = try recorder.inBlocks(
            draw(builder), [batch, operation.outputShape[0], 1, 1], type: type, block: block)
        recorder.multiply(source, factors, spreads: true, into: output)
        (self.factors, self.output) = (factors, output)
        return place
    }

    /// `[N, C, 1, 1]`: for each picture its factor, in all channels.
    private func draw(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let (batch, channels) = (builder.plan.batch, operation.outputShape[0])
        let drawn = try builder.recorder.plain([batch, channels, 1, 1])
        let (state, number, layer) = (builder.state, operation.node, layer)
        builder.recorder.own("draws of pictures", touching: [drawn]) { addresses in
            let to = addresses.floats(drawn)
            return {
                guard let draws = state.batch?.draws(layer: number) else { return }
                for picture in 0..<batch {
                    (to + picture * channels).update(repeating: layer.factor(draws, picture), count: channels)
                }
            }
        }
        return drawn
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let factors, let output, step.wantsInputGradient[0] else { return }
        let gradient = try builder.recorder.inBlocks(
            builder.gradients.total(of: operation.output), operation.outputLengths(batch: builder.plan.batch),
            type: output.blocks.type, block: output.blocks.block)
        let result = try builder.gradients.destination(
            of: operation.inputs[0], like: output, mayAdd: step.addsToInputGradient[0], overwritesValue: false)
        builder.recorder.multiply(gradient, factors, spreads: true, into: result.tensor, adds: result.adds)
    }
}
