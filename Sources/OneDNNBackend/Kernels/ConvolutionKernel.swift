import Layers
import Planning
import SpecSyntax
import Tensors

/// Convolution in the layouts that the library chooses, by Winograd's algorithm where that pays and the library has it,
/// else by the direct one.
final class ConvolutionKernel: Kernel {
    private let layer: Convolution
    private let operation: PlannedOperation
    private let window: SlidingWindow
    private var primitive: Primitive?

    init?(_ layer: Convolution, _ operation: PlannedOperation) {
        let picture = operation.inputShapes[0]
        guard let axes = try? layer.window.axes(height: picture[1], width: picture[2]) else { return nil }
        self.layer = layer
        self.operation = operation
        window = SlidingWindow(axes)
    }

    /// `[O, I, h, w]`, or `[G, O / G, I / G, h, w]`: the same numbers in the same order.
    private var weightLengths: [Int] {
        let lengths = operation.parameters[0].shape.lengths
        return layer.groups == 1 ? lengths : [layer.groups, lengths[0] / layer.groups] + lengths.dropFirst()
    }

    private func multiplyAdds(_ builder: ProgramBuilder) -> Int {
        layer.multiplyAdds(operation.inputShapes, output: operation.outputShape) * builder.plan.batch
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let batch = builder.plan.batch
        // Evaluation takes training's primitives too: for inference oneDNN 2.6 chooses channels-last, and the reorders
        // to and from Winograd's blocked layout cost more than that gains.
        let primitive = try withFallback { algorithm in
            try Primitive.convolutionForward(
                engine: builder.engine, direction: .training, algorithm: algorithm,
                source: MemoryDescriptor(operation.inputLengths(0, batch: batch), format: .any),
                weights: MemoryDescriptor(weightLengths, format: .any),
                bias: layer.hasBias ? MemoryDescriptor([layer.filters]) : nil,
                destination: MemoryDescriptor(operation.outputLengths(batch: batch), format: .any), window: window)
        }
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.value(operation.inputs[0], as: primitive.required(.source)),
            .weights: try builder.weight(operation.node, 0, as: primitive.required(.weights)),
        ]
        if layer.hasBias { arguments[.bias] = try builder.parameter(operation.node, 1, shape: [layer.filters]) }
        let output = builder.tensor(try primitive.required(.destination))
        arguments[.destination] = output
        try builder.append(primitive, arguments, multiplyAdds: multiplyAdds(builder))
        self.primitive = primitive
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        guard let hint = primitive else { return }
        try backwardWeights(hint, builder)
        if step.wantsInputGradient[0] { try backwardData(hint, builder) }
    }

    private func backwardWeights(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let batch = builder.plan.batch
        let primitive = try withFallback { algorithm in
            try Primitive.convolutionBackwardWeights(
                engine: builder.engine, algorithm: algorithm,
                source: MemoryDescriptor(operation.inputLengths(0, batch: batch), format: .any),
                weightsGradient: MemoryDescriptor(weightLengths, format: .any),
                biasGradient: layer.hasBias ? MemoryDescriptor([layer.filters]) : nil,
                destinationGradient: MemoryDescriptor(operation.outputLengths(batch: batch), format: .any),
                window: window,
                hint: hint)
        }
        let kept = try builder.parameterGradient(operation.node, 0, shape: weightLengths)
        let descriptor = try primitive.required(.weightsGradient)
        let gradient = descriptor == kept.descriptor ? kept : builder.tensor(descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.value(operation.inputs[0], as: primitive.required(.source)),
            .destinationGradient: try builder.gradient(
                of: operation.output, as: primitive.required(.destinationGradient)),
            .weightsGradient: gradient,
        ]
        if layer.hasBias {
            arguments[.biasGradient] = try builder.parameterGradient(operation.node, 1, shape: [layer.filters])
        }
        try builder.append(primitive, arguments, multiplyAdds: multiplyAdds(builder))
        if descriptor != kept.descriptor { try builder.reorder(gradient, to: kept) }
    }

    private func backwardData(_ hint: Primitive, _ builder: ProgramBuilder) throws {
        let batch = builder.plan.batch
        let primitive = try withFallback { algorithm in
            try Primitive.convolutionBackwardData(
                engine: builder.engine, algorithm: algorithm,
                sourceGradient: MemoryDescriptor(operation.inputLengths(0, batch: batch), format: .any),
                weights: MemoryDescriptor(weightLengths, format: .any),
                destinationGradient: MemoryDescriptor(operation.outputLengths(batch: batch), format: .any),
                window: window,
                hint: hint)
        }
        let gradient = builder.tensor(try primitive.required(.sourceGradient))
        try builder.append(
            primitive,
            [
                .destinationGradient: try builder.gradient(
                    of: operation.output, as: primitive.required(.destinationGradient)),
                .weights: try builder.weight(operation.node, 0, as: primitive.required(.weights)),
                .sourceGradient: gradient,
            ], multiplyAdds: multiplyAdds(builder))
        builder.contribute(gradient, to: operation.inputs[0])
    }

    /// The first algorithm that oneDNN has for this convolution: Winograd's where it pays, direct, or any.
    private func withFallback(_ make: (ConvolutionAlgorithm) throws -> Primitive) throws -> Primitive {
        for algorithm in suitsWinograd ? [ConvolutionAlgorithm.winograd, .direct] : [.direct] {
            do {
                return try make(algorithm)
            } catch let error as OneDNNError where error.isUnimplemented {
                continue
            }
        }
        return try make(.automatic)
    }

    /// Winograd's algorithm is for dense 3×3 windows at stride 1, and its transforms pay from some 32 channels on.
    private var suitsWinograd: Bool {
        let lengths = operation.parameters[0].shape.lengths
        return layer.window.kernel == Extent(3) && layer.window.stride == Extent(1)
            && layer.window.dilation == Extent(1) && layer.groups == 1 && min(lengths[0], lengths[1]) >= 32
    }
}

extension SlidingWindow {
    init(_ axes: (height: Window.Axis, width: Window.Axis)) {
        let both = [axes.height, axes.width]
        self.init(
            kernel: both.map(\.kernel), stride: both.map(\.stride), dilation: both.map(\.dilation),
            paddingBefore: both.map(\.padBefore), paddingAfter: both.map { $0.padAfter + $0.overhang })
    }
}

extension Phase {
    var direction: Direction { self == .training ? .training : .inference }
}

extension Primitive {
    /// The descriptor of an argument that the primitive must have.
    func required(_ argument: PrimitiveArgument) throws -> MemoryDescriptor {
        guard let descriptor = try descriptor(of: argument) else {
            throw OneDNNError(status: "not_required", operation: "descriptor of \(argument) of \(name)")
        }
        return descriptor
    }
}
