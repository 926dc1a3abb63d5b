import Layers
import Planning
import Tensors

/// Transposed convolution, the library's deconvolution, in the layouts that it chooses; by the layer's reference where it has
/// none.
final class TransposedConvolutionKernel: SingleKernel {
    let operation: PlannedOperation
    private let layer: TransposedConvolution
    private let window: SlidingWindow
    /// `[O, C, h, w]`, or `[G, O / G, C / G, h, w]`, which lie with the inputs first.
    private let weightLengths: [Int]
    private var primitive: Primitive?
    private var other: ReferenceKernel?

    init(_ layer: TransposedConvolution, _ operation: PlannedOperation) {
        (self.layer, self.operation) = (layer, operation)
        let picture = operation.inputShapes[0]
        let axes = layer.axes(height: picture[1], width: picture[2])
        var window = SlidingWindow(axes)
        // Behind the last window lies what `output-pad` adds.
        window.paddingAfter = [axes.height, axes.width].map { axis in
            (axis.output - 1) * axis.stride + axis.reach - axis.padBefore - axis.input
        }
        self.window = window
        let (channels, kernel) = (picture[0], [axes.height.kernel, axes.width.kernel])
        weightLengths =
            layer.groups == 1
            ? [layer.filters, channels] + kernel
            : [layer.groups, layer.filters / layer.groups, channels / layer.groups] + kernel
    }

    private func multiplyAdds(_ builder: ProgramBuilder) -> Int {
        layer.multiplyAdds(operation.inputShapes, output: operation.outputShape) * builder.plan.batch
    }

    private func tensor(_ lengths: [Int], _ builder: ProgramBuilder) throws -> MemoryDescriptor {
        try MemoryDescriptor(lengths, type: builder.recorder.element, format: .any)
    }

    private var bias: MemoryDescriptor? {
        get throws { layer.hasBias ? try MemoryDescriptor([layer.filters]) : nil }
    }

    /// Where the weights or their gradients are kept.
    private func kept(_ parameter: PlacedTensor) throws -> PlacedTensor {
        parameter.viewed(as: try MemoryDescriptor(weightLengths, format: .inputsFirst))
    }

    private func weights(as descriptor: MemoryDescriptor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        try builder.weights.weight(
            kept(builder.weights.parameter(operation.node, 0, shape: weightLengths)), of: [operation.node],
            as: descriptor)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let (batch, recorder) = (builder.plan.batch, builder.recorder)
        let made: Primitive
        do {
            made = try Primitive.deconvolutionForward(
                engine: recorder.engine, direction: builder.plan.phase.direction,
                source: tensor(operation.inputLengths(0, batch: batch), builder),
                weights: tensor(weightLengths, builder), bias: bias,
                destination: tensor(operation.outputLengths(batch: batch), builder), window: window)
        } catch is OneDNNError {
            let reference = ReferenceKernel(operation)
            other = reference
            return try reference.output(builder)
        }
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.values.tensor(of: operation.inputs[0], as: made.required(.source)),
            .weights: try weights(as: made.required(.weights), builder),
        ]
        if layer.hasBias { arguments[.bias] = try builder.weights.parameter(operation.node, 1, shape: [layer.filters]) }
        let output = recorder.tensor(try made.required(.destination))
        arguments[.destination] = output
        try recorder.append(made, arguments, multiplyAdds: multiplyAdds(builder))
        primitive = made
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        if let other { return try other.backward(step, builder) }
        guard let hint = primitive else { return }
        try backwardWeights(hint, builder)
        if step.wantsInputGradient[0] { try backwardData(hint, builder) }
    }

    private func backwardWeights(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let (batch, recorder) = (builder.plan.batch, builder.recorder)
        let made = try Primitive.deconvolutionBackwardWeights(
            engine: recorder.engine, source: tensor(operation.inputLengths(0, batch: batch), builder),
            weightsGradient: MemoryDescriptor(weightLengths, format: .any), biasGradient: bias,
            destinationGradient: tensor(operation.outputLengths(batch: batch), builder), window: window, hint: hint)
        let kept = try kept(builder.weights.gradient(operation.node, 0, shape: weightLengths))
        let descriptor = try made.required(.weightsGradient)
        let gradient = descriptor == kept.descriptor ? kept : recorder.tensor(descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.values.tensor(of: operation.inputs[0], as: made.required(.source)),
            .destinationGradient: try builder.gradients.total(
                of: operation.output, as: made.required(.destinationGradient)),
            .weightsGradient: gradient,
        ]
        if layer.hasBias {
            arguments[.biasGradient] = try builder.weights.gradient(operation.node, 1, shape: [layer.filters])
        }
        try recorder.append(made, arguments, multiplyAdds: multiplyAdds(builder))
        if descriptor != kept.descriptor { try recorder.reorder(gradient, to: kept) }
    }

    private func backwardData(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let (batch, recorder) = (builder.plan.batch, builder.recorder)
        let made = try Primitive.deconvolutionBackwardData(
            engine: recorder.engine, sourceGradient: tensor(operation.inputLengths(0, batch: batch), builder),
            weights: tensor(weightLengths, builder),
            destinationGradient: tensor(operation.outputLengths(batch: batch), builder), window: window, hint: hint)
        let gradient = recorder.tensor(try made.required(.sourceGradient))
        try recorder.append(
            made,
            [
                .destinationGradient: try builder.gradients.total(
                    of: operation.output, as: made.required(.destinationGradient)),
                .weights: try weights(as: made.required(.weights), builder), .sourceGradient: gradient,
            ], multiplyAdds: multiplyAdds(builder))
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
