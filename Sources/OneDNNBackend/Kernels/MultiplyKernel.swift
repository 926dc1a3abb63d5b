import CKernels
import Layers
import Planning
import Tensors

/// Products of pictures, of which some may be one number a channel, by netspec's own kernels on blocks of channels, to which
/// other layouts are brought.
final class MultiplyKernel: SingleKernel {
    let operation: PlannedOperation
    /// As they were read, the first of those with the most numbers at the front.
    private var factors: [Factor] = []
    private var output: KernelTensor?

    private struct Factor {
        /// Which of the inputs it is.
        let input: Int
        let tensor: KernelTensor
        /// Whether its one number a channel is spread over the picture.
        let isSpread: Bool
    }

    /// Nil for rows of numbers.
    init?(_ operation: PlannedOperation) {
        guard operation.outputShape.rank == 3 else { return nil }
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        factors = try readFactors(builder)
        let place = try builder.values.destination(for: operation.output, factors[0].tensor.blocks.descriptor())
        guard let output = KernelTensor(place) else { preconditionFailure("blocks have a descriptor with blocks") }
        var product = factors[0].tensor
        for factor in factors.dropFirst() {
            builder.recorder.multiply(product, factor.tensor, spreads: factor.isSpread, into: output)
            product = output
        }
        self.output = output
        return place
    }

    /// In one layout: that of the first of the largest, if it is in blocks.
    private func readFactors(_ builder: ProgramBuilder) throws -> [Factor] {
        let shapes = operation.inputShapes
        let tensors = try operation.inputs.map { try builder.values.tensor(of: $0) }
        let front = shapes.indices.first { shapes[$0] == operation.outputShape } ?? 0
        let own = KernelTensor(tensors[front])
        let type = own?.blocks.type ?? builder.recorder.element
        let block = own?.blocks.block ?? CkernInstructions.best.channelBlock
        return try ([front] + shapes.indices.filter { $0 != front }).map { index in
            let tensor = try builder.recorder.inBlocks(
                tensors[index], operation.inputLengths(index, batch: builder.plan.batch), type: type, block: block)
            return Factor(input: index, tensor: tensor, isSpread: shapes[index] != operation.outputShape)
        }
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let output, step.wantsInputGradient.contains(true) else { return }
        let gradient = try builder.recorder.inBlocks(
            builder.gradients.total(of: operation.output), operation.outputLengths(batch: builder.plan.batch),
            type: output.blocks.type, block: output.blocks.block)
        for (place, factor) in factors.enumerated() where step.wantsInputGradient[factor.input] {
            let others = factors.enumerated().filter { $0.offset != place }.map(\.element)
            let result = try builder.gradients.destination(
                of: operation.inputs[factor.input], like: factor.tensor,
                mayAdd: step.addsToInputGradient[factor.input], overwritesValue: false)
            try give(gradient, factor, others, to: result.tensor, adds: result.adds, builder)
        }
    }

    /// The gradient times all other factors, summed over the picture for one that is spread.
    private func give(
        _ gradient: KernelTensor, _ factor: Factor, _ others: [Factor], to result: KernelTensor, adds: Bool,
        _ builder: ProgramBuilder
    ) throws {
        // The last of them is multiplied into the result: for a sum, a factor that has the picture's places.
        let last = (factor.isSpread ? others.firstIndex { !$0.isSpread } : nil) ?? others.count - 1
        var product = gradient
        for (index, other) in others.enumerated() where index != last {
            let next = try builder.recorder.tensor(gradient.blocks.descriptor())
            guard let place = KernelTensor(next) else { preconditionFailure("blocks have a descriptor with blocks") }
            builder.recorder.multiply(product, other.tensor, spreads: other.isSpread, into: place)
            product = place
        }
        if factor.isSpread {
            builder.recorder.productSums(product, others[last].tensor, into: result, adds: adds)
        } else {
            builder.recorder.multiply(
                product, others[last].tensor, spreads: others[last].isSpread, into: result, adds: adds)
        }
    }
}
