import CKernels
import Layers
import Planning
import SpecSyntax
import Tensors

/// Maximum and average pooling, by windows and over the whole picture: by netspec's own kernels on blocks of channels, by
/// oneDNN's on other layouts, or by the layer's reference where neither can.
final class PoolingKernel: RecomputingKernel {
    let operation: PlannedOperation
    private let kind: PoolingKind
    private let axes: (height: Window.Axis, width: Window.Axis)
    /// For layouts that are not the own kernels'.
    private var other: (any SingleKernel)?
    private var source: KernelTensor?
    private var destination: KernelTensor?
    private var places: PlacedTensor?

    init?(maximum layer: MaxPool, _ operation: PlannedOperation) {
        guard let axes = Self.axes(layer.window, operation) else { return nil }
        (kind, self.axes, self.operation) = (.maximum, axes, operation)
    }

    init?(average layer: AveragePool, _ operation: PlannedOperation) {
        guard let axes = Self.axes(layer.window, operation) else { return nil }
        kind = layer.includesPadding ? .averageIncludingPadding : .averageExcludingPadding
        (self.axes, self.operation) = (axes, operation)
    }

    convenience init?(globalAverage layer: GlobalAveragePool, _ operation: PlannedOperation) {
        self.init(global: .averageExcludingPadding, operation)
    }

    convenience init?(globalMaximum layer: GlobalMaxPool, _ operation: PlannedOperation) {
        self.init(global: .maximum, operation)
    }

    private init?(global kind: PoolingKind, _ operation: PlannedOperation) {
        let picture = operation.inputShapes[0]
        guard picture.rank == 3,
            let axes = Self.axes(Window(kernel: Extent(height: picture[1], width: picture[2])), operation)
        else { return nil }
        (self.kind, self.axes, self.operation) = (kind, axes, operation)
    }

    /// Windows that are not all alike are left to the reference.
    init?(adaptiveAverage layer: AdaptiveAveragePool, _ operation: PlannedOperation) {
        let picture = operation.inputShapes[0]
        guard let window = layer.window(height: picture[1], width: picture[2]), let axes = Self.axes(window, operation)
        else { return nil }
        (kind, self.axes, self.operation) = (.averageExcludingPadding, axes, operation)
    }

    private static func axes(_ window: Window, _ operation: PlannedOperation) -> (
        height: Window.Axis, width: Window.Axis
    )? {
        let picture = operation.inputShapes[0]
        return try? window.axes(height: picture[1], width: picture[2])
    }

    private var window: CkernWindow {
        let (height, width) = axes
        return CkernWindow(
            kernelHeight: height.kernel, kernelWidth: width.kernel, strideHeight: height.stride,
            strideWidth: width.stride, padTop: height.padBefore, padLeft: width.padBefore, padBottom: height.padAfter,
            padRight: width.padAfter, outputHeight: height.output, outputWidth: width.output)
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let arriving = try builder.values.tensor(of: operation.inputs[0])
        guard !builder.recorder.prefersLibrary, let source = KernelTensor(arriving), isOwn else {
            let other: any SingleKernel = LibraryPooling(kind, axes, operation) ?? ReferenceKernel(operation)
            self.other = other
            return try other.output(builder)
        }
        let shape = operation.outputLengths(batch: builder.plan.batch)
        let blocks = ChannelBlocks(
            type: source.blocks.type, images: shape[0], channels: shape[1], height: shape[2], width: shape[3],
            block: source.blocks.block, offset: 0, imageStride: 0)
        let output = try builder.values.destination(for: operation.output, blocks.descriptor())
        guard let destination = KernelTensor(output) else {
            preconditionFailure("blocks have a descriptor with blocks")
        }
        (self.source, self.destination) = (source, destination)
        let isDoneAgain = builder.plan.recomputed.contains(operation.output)
        if builder.plan.phase == .training, !isDoneAgain { places = try makePlaces(source, builder) }
        pool(source, destination, isAgain: false, builder)
        return output
    }

    /// Room for where the maxima were, for the backward pass; nil for what is no maximum.
    private func makePlaces(_ source: KernelTensor, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        guard kind == .maximum else { return nil }
        return try builder.recorder.room(
            byteCount: withUnsafePointer(to: window) { ckern_max_pool_place_byte_count(source.shape, $0) })
    }

    func recomputedOutput(_ builder: ProgramBuilder) throws -> PlacedTensor? {
        guard let destination, let source = KernelTensor(try builder.values.tensor(of: operation.inputs[0])) else {
            return nil
        }
        let output = builder.recorder.tensor(try destination.blocks.descriptor())
        guard let again = KernelTensor(output) else { return nil }
        places = try makePlaces(source, builder)
        pool(source, again, isAgain: true, builder)
        return output
    }

    private var isOwn: Bool {
        withUnsafePointer(to: window) {
            kind == .maximum ? ckern_max_pool_supports($0) : ckern_average_pool_supports($0)
        }
    }

    private func pool(
        _ source: KernelTensor, _ destination: KernelTensor, isAgain: Bool, _ builder: ProgramBuilder
    ) {
        let (machine, window, kind, kept) = (builder.recorder.machine, window, kind, places)
        let touched = [source.tensor, destination.tensor] + [kept].compactMap { $0 }
        builder.recorder.own("pooling \(isAgain ? "again" : "forward") (\(kind))", touching: touched) { addresses in
            let (from, to) = (source.at(addresses), destination.at(addresses))
            let places = kept.map { addresses[$0.place].assumingMemoryBound(to: UInt8.self) }
            return {
                withUnsafePointer(to: machine) { machine in
                    withUnsafePointer(to: window) { window in
                        if kind == .maximum { return ckern_max_pool(machine, source.shape, window, from, to, places) }
                        ckern_average_pool(
                            machine, source.shape, window, kind == .averageIncludingPadding, from, to)
                    }
                }
            }
        }
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        if let other { return try other.backward(step, builder) }
        guard let source, let destination, step.wantsInputGradient[0] else { return }
        // The places come with the output, if nobody else has asked for that.
        if kind == .maximum, places == nil { _ = try builder.values.tensor(of: operation.output) }
        let gradients = try gradients(destination, builder)
        let result = try builder.gradients.destination(
            of: operation.inputs[0], like: source, mayAdd: step.addsToInputGradient[0], overwritesValue: false)
        let (machine, window, kind, kept) = (builder.recorder.machine, window, kind, places)
        let touched =
            [gradients.first.tensor, result.tensor.tensor]
            + [gradients.second?.tensor, kept].compactMap { $0 }
        builder.recorder.own("pooling backward (\(kind))", touching: touched) { addresses in
            let (first, to) = (gradients.first.at(addresses), result.tensor.at(addresses))
            let second = gradients.second?.at(addresses) ?? .none
            let places = kept.map { addresses[$0.place].assumingMemoryBound(to: UInt8.self) }
            return {
                withUnsafePointer(to: machine) { machine in
                    withUnsafePointer(to: window) { window in
                        if kind == .maximum {
                            return ckern_max_pool_backward(
                                machine, source.shape, window, first, second, places, to, result.adds)
                        }
                        ckern_average_pool_backward(
                            machine, source.shape, window, kind == .averageIncludingPadding, first, to, result.adds)
                    }
                }
            }
        }
    }

    /// In two parts only for the kernel that takes two.
    private func gradients(
        _ destination: KernelTensor, _ builder: ProgramBuilder
    ) throws -> (first: KernelTensor, second: KernelTensor?) {
        if kind != .maximum { _ = try builder.gradients.total(of: operation.output) }
        return try builder.gradients.parts(of: operation.output, like: destination)
    }
}
