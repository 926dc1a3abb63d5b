import Layers
import Planning
import Tensors

/// A linear layer as an inner product over whatever shape arrives.
final class LinearKernel: SingleKernel {
    private let layer: Linear
    let operation: PlannedOperation
    private var primitive: Primitive?

    init(_ layer: Linear, _ operation: PlannedOperation) {
        self.layer = layer
        self.operation = operation
    }

    /// `[outputs] + input shape`: the same numbers in the same order as `[outputs, inputs]`.
    private var weightLengths: [Int] { [layer.outputs] + operation.inputShapes[0].lengths }

    private func multiplyAdds(_ builder: ProgramBuilder) -> Int {
        layer.multiplyAdds(operation.inputShapes, output: operation.outputShape) * builder.plan.batch
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let batch = builder.plan.batch
        let primitive = try Primitive.innerProductForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction,
            source: MemoryDescriptor(
                operation.inputLengths(0, batch: batch), type: builder.recorder.element, format: .any),
            weights: MemoryDescriptor(weightLengths, type: builder.recorder.element, format: .any),
            bias: layer.hasBias ? MemoryDescriptor([layer.outputs]) : nil,
            destination: MemoryDescriptor([batch, layer.outputs]),
            post: PostOperations(steps: operation.followers.flatMap { ActivationCatalogue.steps(of: $0.layer) }))
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.values.tensor(of: operation.inputs[0], as: primitive.required(.source)),
            .weights: try builder.weights.weight(operation.node, 0, as: primitive.required(.weights)),
        ]
        if layer.hasBias { arguments[.bias] = try builder.weights.parameter(operation.node, 1, shape: [layer.outputs]) }
        let output = builder.recorder.tensor(try primitive.required(.destination))
        arguments[.destination] = output
        try builder.recorder.append(primitive, arguments, multiplyAdds: multiplyAdds(builder))
        self.primitive = primitive
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let hint = primitive else { return }
        try backwardWeights(hint, builder)
        if step.wantsInputGradient[0] { try backwardData(hint, builder) }
    }

    private func backwardWeights(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let batch = builder.plan.batch
        let primitive = try Primitive.innerProductBackwardWeights(
            engine: builder.recorder.engine,
            source: MemoryDescriptor(
                operation.inputLengths(0, batch: batch), type: builder.recorder.element, format: .any),
            weightsGradient: MemoryDescriptor(weightLengths, format: .any),
            biasGradient: layer.hasBias ? MemoryDescriptor([layer.outputs]) : nil,
            destinationGradient: MemoryDescriptor([batch, layer.outputs], type: builder.recorder.element), hint: hint)
        let kept = try builder.weights.gradient(operation.node, 0, shape: weightLengths)
        let descriptor = try primitive.required(.weightsGradient)
        let gradient = descriptor == kept.descriptor ? kept : builder.recorder.tensor(descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.values.tensor(of: operation.inputs[0], as: primitive.required(.source)),
            .destinationGradient: try builder.gradients.total(
                of: operation.output, as: primitive.required(.destinationGradient)),
            .weightsGradient: gradient,
        ]
        if layer.hasBias {
            arguments[.biasGradient] = try builder.weights.gradient(operation.node, 1, shape: [layer.outputs])
        }
        try builder.recorder.append(primitive, arguments, multiplyAdds: multiplyAdds(builder))
        if descriptor != kept.descriptor { try builder.recorder.reorder(gradient, to: kept) }
    }

    private func backwardData(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let batch = builder.plan.batch
        let primitive = try Primitive.innerProductBackwardData(
            engine: builder.recorder.engine,
            sourceGradient: MemoryDescriptor(
                operation.inputLengths(0, batch: batch), type: builder.recorder.element, format: .any),
            weights: MemoryDescriptor(weightLengths, type: builder.recorder.element, format: .any),
            destinationGradient: MemoryDescriptor([batch, layer.outputs], type: builder.recorder.element), hint: hint)
        let gradient = builder.recorder.tensor(try primitive.required(.sourceGradient))
        try builder.recorder.append(
            primitive,
            [
                .destinationGradient: try builder.gradients.total(
                    of: operation.output, as: primitive.required(.destinationGradient)),
                .weights: try builder.weights.weight(operation.node, 0, as: primitive.required(.weights)),
                .sourceGradient: gradient,
            ], multiplyAdds: multiplyAdds(builder))
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
