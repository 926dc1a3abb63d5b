import Execution
import Layers
import Planning
import Tensors

/// Runs a layer that has no kernel here by its own reference, on row-major copies.
final class ReferenceKernel: SingleKernel {
    let operation: PlannedOperation
    private let lastPass = LastPass()

    /// What the forward pass of the current run left for the backward pass.
    private final class LastPass {
        var pass: LayerPass?
    }

    init(_ operation: PlannedOperation) {
        precondition(operation.followers.isEmpty, "only convolutions and linear layers have followers")
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let inputs = try operation.inputs.map { try builder.values.plainTensor(of: $0) }
        let output = try builder.recorder.plain(operation.outputShape.batched(builder.plan.batch))
        let (plan, state, operation, lastPass) = (builder.plan, builder.state, self.operation, lastPass)
        let kept = operation.parameters.indices.map { builder.parameters.values(node: operation.node, index: $0) }
        builder.recorder.own("reference forward", by: OperationProfile.layerReference, touching: inputs + [output]) {
            addresses in
            let sources = inputs.map { addresses.floats($0) }
            let destination = addresses.floats(output)
            return {
                guard let batch = state.batch else { return }
                var pass = LayerPass(
                    phase: plan.phase,
                    inputs: zip(sources, operation.inputShapes).map { copy($0, $1.batched(plan.batch)) },
                    parameters: zip(kept, operation.parameters).map { Tensor($1.shape, Array($0)) },
                    targets: batch.targets, draws: batch.draws(layer: operation.node))
                let result = operation.layer.forward(&pass)
                destination.update(from: result.values, count: result.values.count)
                for (place, parameter) in operation.parameters.enumerated() where parameter.role == .buffer {
                    _ = kept[place].update(from: pass.parameters[place].values)
                }
                lastPass.pass = pass
            }
        }
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        let (operation, lastPass) = (self.operation, lastPass)
        let outputGradient = try builder.gradients.plainTotal(of: operation.output)
        let shape = operation.outputShape.batched(builder.plan.batch)
        let gradients = try operation.inputShapes.map { try builder.recorder.plain($0.batched(builder.plan.batch)) }
        let learned = operation.parameters.indices.filter { operation.parameters[$0].role == .learned }
        let kept = learned.map { ($0, builder.parameters.gradient(node: operation.node, index: $0)) }
        builder.recorder.own(
            "reference backward", by: OperationProfile.layerReference, touching: gradients + [outputGradient]
        ) { addresses in
            let source = addresses.floats(outputGradient)
            let destinations = gradients.map { addresses.floats($0) }
            return {
                guard let pass = lastPass.pass else { return }
                let result = operation.layer.backward(copy(source, shape), pass)
                for (destination, gradient) in zip(destinations, result.inputs) {
                    destination.update(from: gradient.values, count: gradient.values.count)
                }
                for (index, numbers) in kept {
                    if let gradient = result.parameters[index] { _ = numbers.update(from: gradient.values) }
                }
            }
        }
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            builder.gradients.contribute(gradients[input], to: operation.inputs[input])
        }
    }
}

private func copy(_ numbers: UnsafeMutablePointer<Float>, _ shape: Shape) -> Tensor {
    Tensor(shape, Array(UnsafeBufferPointer(start: numbers, count: shape.elementCount)))
}
