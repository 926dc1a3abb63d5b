import Layers
import Planning
import Tensors

/// Concatenation along the channels: of what its inputs' makers have not put into their places already. In the backward
/// pass each input's gradient is a slice of the output's.
final class ConcatKernel: SingleKernel {
    let operation: PlannedOperation
    private let channels: [Range<Int>]

    init(_ layer: Concat, _ operation: PlannedOperation) {
        self.operation = operation
        channels = layer.inputChannels(operation.inputShapes)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let inputs = try operation.inputs.map { try builder.values.tensor(of: $0) }
        if let whole = try whole(of: inputs, builder), try complete(whole, with: inputs, builder) { return whole }
        let isOfOneType = Set(inputs.map(\.descriptor.type)).count == 1
        let sources = try inputs.map(isOfOneType ? builder.recorder.dense : builder.recorder.plain)
        let primitive = try Primitive.concatenation(
            engine: builder.recorder.engine, axis: 1, sources: sources.map(\.descriptor))
        let output = builder.recorder.tensor(try primitive.required(.destination))
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: output]
        for (number, source) in sources.enumerated() { arguments[.sourceNumber(number)] = source }
        try builder.recorder.append(primitive, arguments)
        return output
    }

    /// The tensor that some inputs are in already, or one of the inputs' layout; nil where they have none in common.
    private func whole(of inputs: [PlacedTensor], _ builder: ProgramBuilder) throws -> PlacedTensor? {
        if let begun = builder.values.begunWhole(operation.output) { return begun }
        let blocks = inputs.compactMap(KernelTensor.init).map(\.blocks)
        guard blocks.count == inputs.count, Set(blocks.map(\.type)).count == 1, Set(blocks.map(\.block)).count == 1,
            channels.allSatisfy({ $0.lowerBound.isMultiple(of: blocks[0].block) })
        else { return nil }
        let lengths = operation.outputLengths(batch: builder.plan.batch)
        return try builder.values.destination(for: operation.output, blocks[0].descriptor(channels: lengths[1]))
    }

    /// Copies the inputs that lie elsewhere to their places; false where a place does not begin and end on whole blocks.
    private func complete(
        _ whole: PlacedTensor, with inputs: [PlacedTensor], _ builder: ProgramBuilder
    ) throws -> Bool {
        let places = try inputs.indices.compactMap { try part($0, of: whole, builder) }
        guard places.count == inputs.count else { return false }
        for (input, place) in zip(inputs, places)
        where input.place != place.place || input.descriptor != place.descriptor {
            try builder.recorder.reorder(input, to: place)
        }
        return true
    }

    private func part(_ input: Int, of whole: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        let lengths = operation.inputLengths(input, batch: builder.plan.batch)
        return try builder.recorder.part(lengths, of: whole, at: channels[input].lowerBound)
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        let contribution = try builder.gradients.contribution(of: operation.output)
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            builder.gradients.contribute(
                try slice(input, of: contribution.tensor, builder), to: operation.inputs[input],
                isExclusive: contribution.isExclusive)
        }
    }

    /// An input's part of the output's gradient; of its row-major copy where blocks of channels do not end with the part.
    private func slice(_ input: Int, of gradient: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        if let part = try part(input, of: gradient, builder) { return part }
        guard let part = try part(input, of: builder.recorder.plain(gradient), builder) else {
            preconditionFailure("row-major tensors can be cut anywhere")
        }
        return part
    }
}
