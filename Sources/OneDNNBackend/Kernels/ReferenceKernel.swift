import Execution
import Layers
import Networks
import Planning
import Tensors

/// Runs a layer that has no kernel here by its own reference, on row-major copies.
final class ReferenceKernel: Kernel {
    private let node: NumberedNode
    private let lastPass = LastPass()

    /// What the forward pass of the current run left for the backward pass.
    private final class LastPass {
        var pass: LayerPass?
    }

    init(_ node: NumberedNode) {
        self.node = node
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let inputs = try node.node.inputs.map { try builder.plainValue($0) }
        let output = try builder.plain(node.node.outputShape.batched(builder.plan.batch))
        let (plan, state, node, lastPass) = (builder.plan, builder.state, self.node, lastPass)
        let kept = node.node.parameters.indices.map { builder.parameters.values(node: node.number, index: $0) }
        builder.own(touching: inputs + [output]) { addresses in
            let sources = inputs.map { addresses.floats($0) }
            let destination = addresses.floats(output)
            return {
                var pass = LayerPass(
                    phase: plan.phase,
                    inputs: zip(sources, node.node.inputShapes).map { copy($0, $1.batched(plan.batch)) },
                    parameters: zip(kept, node.node.parameters).map { Tensor($1.shape, Array($0)) },
                    labels: state.labels, draws: state.draws(layer: node.number))
                let result = node.node.layer.forward(&pass)
                destination.update(from: result.values, count: result.values.count)
                for (place, parameter) in node.node.parameters.enumerated() where parameter.role == .buffer {
                    _ = kept[place].update(from: pass.parameters[place].values)
                }
                lastPass.pass = pass
            }
        }
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        let (node, lastPass) = (self.node, lastPass)
        let outputGradient = try builder.plainOutputGradient(of: node.number)
        let shape = node.node.outputShape.batched(builder.plan.batch)
        let gradients = try node.node.inputShapes.map { try builder.plain($0.batched(builder.plan.batch)) }
        let learned = node.node.parameters.indices.filter { node.node.parameters[$0].role == .learned }
        let kept = learned.map { ($0, builder.parameters.gradient(node: node.number, index: $0)) }
        builder.own(touching: gradients + [outputGradient]) { addresses in
            let source = addresses.floats(outputGradient)
            let destinations = gradients.map { addresses.floats($0) }
            return {
                guard let pass = lastPass.pass else { return }
                let result = node.node.layer.backward(copy(source, shape), pass)
                for (destination, gradient) in zip(destinations, result.inputs) {
                    destination.update(from: gradient.values, count: gradient.values.count)
                }
                for (index, numbers) in kept {
                    if let gradient = result.parameters[index] { _ = numbers.update(from: gradient.values) }
                }
            }
        }
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            builder.contribute(gradients[input], to: node.node.inputs[input])
        }
    }
}

private func copy(_ numbers: UnsafeMutablePointer<Float>, _ shape: Shape) -> Tensor {
    Tensor(shape, Array(UnsafeBufferPointer(start: numbers, count: shape.elementCount)))
}
