import Layers
import Planning
import Tensors

/// Pooling by oneDNN.
final class LibraryPooling: SingleKernel {
    let operation: PlannedOperation
    private let kind: PoolingKind
    private let window: SlidingWindow
    private var trained: (primitive: Primitive, workspace: PlacedTensor?)?

    /// Nil for a mean that counts padding with windows that reach beyond it: oneDNN would count that too.
    init?(_ kind: PoolingKind, _ axes: (height: Window.Axis, width: Window.Axis), _ operation: PlannedOperation) {
        let overhangs = axes.height.overhang > 0 || axes.width.overhang > 0
        if kind == .averageIncludingPadding, overhangs { return nil }
        (self.kind, window, self.operation) = (kind, SlidingWindow(axes), operation)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.denseTensor(of: operation.inputs[0])
        let primitive = try Primitive.poolingForward(
            engine: builder.recorder.engine, direction: builder.plan.phase.direction, kind: kind,
            source: source.descriptor,
            destination: MemoryDescriptor(
                operation.outputLengths(batch: builder.plan.batch), type: source.descriptor.type ?? .float32,
                format: .any),
            window: window)
        let output = builder.recorder.tensor(try primitive.required(.destination))
        let workspace = try builder.recorder.tensor(for: .workspace, of: primitive)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.source: source, .destination: output]
        arguments[.workspace] = workspace
        try builder.recorder.append(primitive, arguments)
        trained = (primitive, workspace)
        return output
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let primitive = try Primitive.poolingBackward(
            engine: builder.recorder.engine, kind: kind, sourceGradient: trained.primitive.required(.source),
            destinationGradient: trained.primitive.required(.destination), window: window, hint: trained.primitive)
        let gradient = builder.recorder.tensor(try primitive.required(.sourceGradient))
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .sourceGradient: gradient,
            .destinationGradient: try builder.gradients.total(
                of: operation.output, as: primitive.required(.destinationGradient)),
        ]
        arguments[.workspace] = trained.workspace
        try builder.recorder.append(primitive, arguments)
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
