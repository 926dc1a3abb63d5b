import Layers
import Planning
import SpecSyntax
import Tensors

/// Numbers of each picture at other places, in row-major order: shuffled channels, a part of the picture.
final class MovingKernel: SingleKernel {
    /// Numbers side by side that stay side by side, as places in a picture.
    struct Run {
        let from: Int
        let to: Int
        let count: Int
    }

    let operation: PlannedOperation
    private let name: String
    private let runs: [Run]

    init(_ layer: ChannelShuffle, _ operation: PlannedOperation) {
        let shape = operation.inputShapes[0]
        let area = shape[1] * shape[2]
        (self.operation, name) = (operation, "channel shuffle")
        runs = (0..<shape[0]).map { channel in
            Run(from: layer.source(of: channel, channels: shape[0]) * area, to: channel * area, count: area)
        }
    }

    init(_ layer: Crop, _ operation: PlannedOperation) {
        let (shape, size) = (operation.inputShapes[0], layer.size)
        let corner = layer.corner(height: shape[1], width: shape[2])
        (self.operation, name) = (operation, "crop")
        runs = (0..<shape[0]).flatMap { channel in
            (0..<size.height).map { row in
                Run(
                    from: (channel * shape[1] + corner.height + row) * shape[2] + corner.width,
                    to: (channel * size.height + row) * size.width, count: size.width)
            }
        }
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.plainTensor(of: operation.inputs[0])
        let output = try builder.recorder.plain(operation.outputShape.batched(builder.plan.batch))
        let (batch, runs) = (builder.plan.batch, runs)
        let (read, written) = (operation.inputShapes[0].elementCount, operation.outputShape.elementCount)
        builder.recorder.own("\(name) forward", touching: [source, output]) { addresses in
            let (from, to) = (addresses.floats(source), addresses.floats(output))
            return {
                for picture in 0..<batch {
                    for run in runs {
                        (to + picture * written + run.to).update(
                            from: from + picture * read + run.from, count: run.count)
                    }
                }
            }
        }
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard step.wantsInputGradient[0] else { return }
        let gradient = try builder.gradients.plainTotal(of: operation.output)
        let result = try builder.recorder.plain(operation.inputShapes[0].batched(builder.plan.batch))
        let (batch, runs) = (builder.plan.batch, runs)
        let (read, written) = (operation.outputShape.elementCount, operation.inputShapes[0].elementCount)
        builder.recorder.own("\(name) backward", touching: [gradient, result]) { addresses in
            let (from, to) = (addresses.floats(gradient), addresses.floats(result))
            return {
                if read != written { to.update(repeating: 0, count: batch * written) }
                for picture in 0..<batch {
                    for run in runs {
                        (to + picture * written + run.from).update(
                            from: from + picture * read + run.to, count: run.count)
                    }
                }
            }
        }
        builder.gradients.contribute(result, to: operation.inputs[0])
    }
}
