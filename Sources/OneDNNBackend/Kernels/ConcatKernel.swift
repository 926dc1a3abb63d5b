import Layers
import Planning
import Tensors

/// Concatenation along the channels; the backward pass copies each input's slice out of the output's gradient.
final class ConcatKernel: Kernel {
    private let operation: PlannedOperation
    private var inputs: [PlacedTensor] = []

    init(_ layer: Concat, _ operation: PlannedOperation) {
        self.operation = operation
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        inputs = try operation.inputs.map { try builder.value($0) }
        let primitive = try Primitive.concatenation(
            engine: builder.engine, axis: 1, sources: inputs.map(\.descriptor))
        let output = builder.tensor(try primitive.required(.destination))
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: output]
        for (number, input) in inputs.enumerated() { arguments[.sourceNumber(number)] = input }
        try builder.append(primitive, arguments)
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        var firstChannel = 0
        for (input, isWanted) in step.wantsInputGradient.enumerated() {
            if isWanted {
                let gradient = builder.tensor(inputs[input].descriptor)
                try builder.reorder(try slice(input, at: firstChannel, builder), to: gradient)
                builder.contribute(gradient, to: operation.inputs[input])
            }
            firstChannel += operation.inputShapes[input][0]
        }
    }

    /// An input's part of the output's gradient; of its row-major copy where blocks of channels do not end with the part.
    private func slice(_ input: Int, at channel: Int, _ builder: ProgramBuilder) throws -> PlacedTensor {
        let lengths = operation.inputLengths(input, batch: builder.plan.batch)
        let offsets = [0, channel] + lengths.dropFirst(2).map { _ in 0 }
        let gradient = try builder.gradient(of: operation.output)
        do {
            return gradient.viewed(as: try gradient.descriptor.slice(lengths, at: offsets))
        } catch let error as OneDNNError where error.isUnimplemented {
            let plain = try builder.plainGradient(of: operation.output)
            return plain.viewed(as: try plain.descriptor.slice(lengths, at: offsets))
        }
    }
}
