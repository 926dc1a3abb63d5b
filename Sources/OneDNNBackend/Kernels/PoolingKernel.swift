import Layers
import Planning
import Tensors

/// Maximum and average pooling, and the average over the whole picture.
final class PoolingKernel: Kernel {
    private let kind: PoolingKind
    private let window: SlidingWindow
    private let operation: PlannedOperation
    private var trained: (primitive: Primitive, workspace: PlacedTensor?)?

    init?(maximum layer: MaxPool, _ operation: PlannedOperation) {
        guard let axes = Self.axes(layer.window, operation) else { return nil }
        (kind, window, self.operation) = (.maximum, SlidingWindow(axes), operation)
    }

    /// oneDNN counts the padding in the mean or not, as the layer wants, but with `round: ceil` it also counts what lies
    /// beyond the padding; that case is left to the reference.
    init?(average layer: AveragePool, _ operation: PlannedOperation) {
        guard let axes = Self.axes(layer.window, operation) else { return nil }
        if layer.includesPadding, axes.height.overhang > 0 || axes.width.overhang > 0 { return nil }
        kind = layer.includesPadding ? .averageIncludingPadding : .averageExcludingPadding
        (window, self.operation) = (SlidingWindow(axes), operation)
    }

    init?(globalAverage layer: GlobalAveragePool, _ operation: PlannedOperation) {
        let picture = operation.inputShapes[0]
        guard picture.rank == 3 else { return nil }
        kind = .averageExcludingPadding
        (window, self.operation) = (SlidingWindow(kernel: [picture[1], picture[2]]), operation)
    }

    /// Windows that are not all alike are left to the reference.
    init?(adaptiveAverage layer: AdaptiveAveragePool, _ operation: PlannedOperation) {
        let picture = operation.inputShapes[0]
        guard let window = layer.window(height: picture[1], width: picture[2]), let axes = Self.axes(window, operation)
        else { return nil }
        (kind, self.window, self.operation) = (.averageExcludingPadding, SlidingWindow(axes), operation)
    }

    private static func axes(_ window: Window, _ operation: PlannedOperation) -> (
        height: Window.Axis, width: Window.Axis
    )? {
        let picture = operation.inputShapes[0]
        return try? window.axes(height: picture[1], width: picture[2])
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.value(operation.inputs[0])
        let primitive = try Primitive.poolingForward(
            engine: builder.engine, direction: builder.plan.phase.direction, kind: kind, source: source.descriptor,
            destination: MemoryDescriptor(operation.outputLengths(batch: builder.plan.batch), format: .any),
            window: window)
        let output = builder.tensor(try primitive.required(.destination))
        let workspace = try builder.tensor(for: .workspace, of: primitive)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.source: source, .destination: output]
        arguments[.workspace] = workspace
        try builder.append(primitive, arguments)
        trained = (primitive, workspace)
        return output
    }

    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let primitive = try Primitive.poolingBackward(
            engine: builder.engine, kind: kind, sourceGradient: trained.primitive.required(.source),
            destinationGradient: trained.primitive.required(.destination), window: window, hint: trained.primitive)
        let gradient = builder.tensor(try primitive.required(.sourceGradient))
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .sourceGradient: gradient,
            .destinationGradient: try builder.gradient(
                of: operation.output, as: primitive.required(.destinationGradient)),
        ]
        arguments[.workspace] = trained.workspace
        try builder.append(primitive, arguments)
        builder.contribute(gradient, to: operation.inputs[0])
    }
}
