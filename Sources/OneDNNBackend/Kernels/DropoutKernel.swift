import Execution
import Layers
import Planning
import Tensors

/// Dropout on row-major numbers, so that each picture's draws fall on the same numbers as in the reference.
final class DropoutKernel: SingleKernel {
    private let layer: Dropout
    let operation: PlannedOperation
    private var mask: PlacedTensor?

    init(_ layer: Dropout, _ operation: PlannedOperation) {
        self.layer = layer
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        guard builder.plan.phase == .training else { return try builder.values.tensor(of: operation.inputs[0]) }
        let source = try builder.values.plainTensor(of: operation.inputs[0])
        let (mask, output) = (builder.recorder.tensor(source.descriptor), builder.recorder.tensor(source.descriptor))
        let (batch, length) = (builder.plan.batch, operation.outputShape.elementCount)
        let (state, number, layer) = (builder.state, operation.node, layer)
        builder.recorder.own("dropout forward", touching: [source, mask, output]) { addresses in
            let (from, factors, to) = (addresses.floats(source), addresses.floats(mask), addresses.floats(output))
            return {
                guard let draws = state.batch?.draws(layer: number) else { return }
                for picture in 0..<batch {
                    var stream = draws.stream(picture)
                    for place in picture * length..<(picture + 1) * length {
                        factors[place] = layer.factor(&stream)
                        to[place] = factors[place] * from[place]
                    }
                }
            }
        }
        self.mask = mask
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let mask, step.wantsInputGradient[0] else { return }
        let gradient = try builder.gradients.plainTotal(of: operation.output)
        let result = builder.recorder.tensor(gradient.descriptor)
        let count = builder.plan.batch * operation.outputShape.elementCount
        builder.recorder.own("dropout backward", touching: [gradient, mask, result]) { addresses in
            let (from, factors, to) = (addresses.floats(gradient), addresses.floats(mask), addresses.floats(result))
            return { for place in 0..<count { to[place] = factors[place] * from[place] } }
        }
        builder.gradients.contribute(result, to: operation.inputs[0])
    }
}
