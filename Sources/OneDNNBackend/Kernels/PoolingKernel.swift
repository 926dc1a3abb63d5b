import Layers
import Networks
import Planning
import Tensors

/// Maximum and average pooling, and the average over the whole picture.
final class PoolingKernel: Kernel {
    private let kind: PoolingKind
    private let window: SlidingWindow
    private let node: NumberedNode
    private var trained: (primitive: Primitive, workspace: PlacedTensor?)?

    init?(maximum layer: MaxPool, _ node: NumberedNode) {
        guard let axes = Self.axes(layer.window, node) else { return nil }
        (kind, window, self.node) = (.maximum, SlidingWindow(axes), node)
    }

    /// oneDNN counts the padding in the mean or not, as the layer wants, but with `round: ceil` it also counts what lies
    /// beyond the padding; that case is left to the reference.
    init?(average layer: AveragePool, _ node: NumberedNode) {
        guard let axes = Self.axes(layer.window, node) else { return nil }
        if layer.includesPadding, axes.height.overhang > 0 || axes.width.overhang > 0 { return nil }
        kind = layer.includesPadding ? .averageIncludingPadding : .averageExcludingPadding
        (window, self.node) = (SlidingWindow(axes), node)
    }

    init?(globalAverage layer: GlobalAveragePool, _ node: NumberedNode) {
        let picture = node.node.inputShapes[0]
        guard picture.rank == 3 else { return nil }
        kind = .averageExcludingPadding
        (window, self.node) = (SlidingWindow(kernel: [picture[1], picture[2]]), node)
    }

    private static func axes(_ window: Window, _ node: NumberedNode) -> (height: Window.Axis, width: Window.Axis)? {
        let picture = node.node.inputShapes[0]
        return try? window.axes(height: picture[1], width: picture[2])
    }

    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.value(node.node.inputs[0])
        let primitive = try Primitive.poolingForward(
            engine: builder.engine, direction: builder.plan.phase.direction, kind: kind, source: source.descriptor,
            destination: MemoryDescriptor(node.outputLengths(batch: builder.plan.batch), format: .any), window: window)
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
            .destinationGradient: try builder.outputGradient(
                of: node.number, as: primitive.required(.destinationGradient)),
        ]
        arguments[.workspace] = trained.workspace
        try builder.append(primitive, arguments)
        builder.contribute(gradient, to: node.node.inputs[0])
    }
}
