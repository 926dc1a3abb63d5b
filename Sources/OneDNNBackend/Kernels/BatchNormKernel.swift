import CKernels
import Layers
import Planning
import Tensors

/// Batch normalisation, with a ReLU behind it if the layer has taken one in, in the layout of its input: by netspec's own
/// kernel, which reads and writes slices, or by oneDNN's for other layouts.
final class BatchNormKernel: SingleKernel {
    let operation: PlannedOperation
    private let layer: BatchNorm
    private let parameters: BatchNormParameters
    private var library: LibraryBatchNorm?
    private var trained: Trained?

    private struct Trained {
        let source: KernelTensor
        let mean: PlacedTensor
        let variance: PlacedTensor
    }

    init(_ layer: BatchNorm, _ operation: PlannedOperation) {
        self.layer = layer
        self.operation = operation
        parameters = BatchNormParameters(node: operation.node, specifications: operation.parameters)
    }

    private var channels: Int { parameters.channels }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        guard !builder.recorder.prefersLibrary,
            let source = KernelTensor(try builder.values.tensor(of: operation.inputs[0]))
        else {
            let library = LibraryBatchNorm(layer, operation)
            self.library = library
            return try library.output(builder)
        }
        let isTraining = builder.plan.phase == .training
        let output = try destination(source, builder)
        guard let destination = KernelTensor(output),
            let runningMean = try parameters.tensor(.mean, builder),
            let runningVariance = try parameters.tensor(.variance, builder)
        else { preconditionFailure("a slice of blocks, and a batch norm's statistics") }
        if isTraining {
            let (mean, variance) = (try builder.recorder.plain([channels]), try builder.recorder.plain([channels]))
            trained = Trained(source: source, mean: mean, variance: variance)
            try train(builder, trained, running: (runningMean, runningVariance), to: destination)
        } else {
            try evaluate(builder, source, statistics: (runningMean, runningVariance), to: destination)
        }
        return output
    }

    /// In evaluation the input's own place, if nothing else wants it.
    private func destination(_ source: KernelTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        let input = operation.inputs[0]
        let isPlaced = builder.plan.slices[operation.output] != nil
        if builder.plan.phase == .evaluation, !isPlaced, source.blocks.isDense,
            builder.values.mayOverwrite(input, by: operation)
        {
            return builder.recorder.overwriting(source.tensor)
        }
        return try builder.values.destination(for: operation.output, source.blocks.descriptor())
    }

    private var name: String { layer.appliesReLU ? "batch normalisation and ReLU" : "batch normalisation" }

    private func train(
        _ builder: ProgramBuilder, _ pass: Trained?, running: (mean: PlacedTensor, variance: PlacedTensor),
        to destination: KernelTensor
    ) throws {
        guard let pass else { return }
        let norm = try norm(pass.source, (pass.mean, pass.variance), builder)
        let scratch = try builder.recorder.room(byteCount: ckern_batch_norm_scratch_byte_count(pass.source.shape))
        let (machine, momentum, source) = (builder.recorder.machine, Float(layer.momentum), pass.source)
        builder.recorder.own(
            name + " forward", touching: [source.tensor, destination.tensor, pass.mean, pass.variance, scratch]
        ) { addresses in
            let (norm, room) = (norm(addresses), addresses[scratch.place])
            let (from, to) = (source.at(addresses), destination.at(addresses))
            let statistics = CkernRunningStatistics(
                momentum: momentum, mean: addresses.floats(running.mean), variance: addresses.floats(running.variance))
            return {
                withUnsafePointer(to: machine) { machine in
                    withUnsafePointer(to: norm) { ckern_batch_norm_training(machine, $0, statistics, from, to, room) }
                }
            }
        }
    }

    private func evaluate(
        _ builder: ProgramBuilder, _ source: KernelTensor, statistics: (PlacedTensor, PlacedTensor),
        to destination: KernelTensor
    ) throws {
        let norm = try norm(source, statistics, builder)
        let machine = builder.recorder.machine
        builder.recorder.own(name + " forward", touching: [source.tensor, destination.tensor]) { addresses in
            let norm = norm(addresses)
            let (from, to) = (source.at(addresses), destination.at(addresses))
            return {
                withUnsafePointer(to: machine) { machine in
                    withUnsafePointer(to: norm) { ckern_batch_norm_evaluation(machine, $0, from, to) }
                }
            }
        }
    }

    /// What the own kernels are told of the layer, once the addresses are known.
    private func norm(
        _ source: KernelTensor, _ statistics: (mean: PlacedTensor, variance: PlacedTensor), _ builder: ProgramBuilder
    ) throws -> (Addresses) -> CkernBatchNorm {
        let (layer, shape) = (layer, source.shape)
        let (scale, shift) = (try parameters.tensor(.scale, builder), try parameters.tensor(.shift, builder))
        return { addresses in
            CkernBatchNorm(
                shape: shape, epsilon: Float(layer.epsilon), appliesReLU: layer.appliesReLU,
                scale: scale.map { UnsafePointer(addresses.floats($0)) },
                shift: shift.map { UnsafePointer(addresses.floats($0)) }, mean: addresses.floats(statistics.mean),
                variance: addresses.floats(statistics.variance))
        }
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        if let library { return try library.backward(step, builder) }
        guard let trained else { return }
        let source = trained.source
        let (first, second) = try builder.gradients.parts(of: operation.output, like: source)
        let destination =
            step.wantsInputGradient[0]
            ? try builder.gradients.destination(
                of: operation.inputs[0], like: source, mayAdd: step.addsToInputGradient[0], overwritesValue: true) : nil
        let scaleGradient = try parameters.gradient(.scale, builder)
        let shiftGradient = try parameters.gradient(.shift, builder)
        let norm = try norm(source, (trained.mean, trained.variance), builder)
        let scratch = try builder.recorder.room(byteCount: ckern_batch_norm_scratch_byte_count(source.shape))
        let machine = builder.recorder.machine
        let touched = [source, first] + [second, destination?.tensor].compactMap { $0 }
        builder.recorder.own(
            name + " backward", touching: touched.map(\.tensor) + [trained.mean, trained.variance, scratch]
        ) {
            addresses in
            let (norm, room) = (norm(addresses), addresses[scratch.place])
            let (from, gradient) = (source.at(addresses), first.at(addresses))
            let other = second?.at(addresses) ?? .none
            let to = destination?.tensor.at(addresses) ?? .none
            let adds = destination?.adds ?? false
            let (scale, shift) = (scaleGradient.map(addresses.floats), shiftGradient.map(addresses.floats))
            return {
                withUnsafePointer(to: machine) { machine in
                    withUnsafePointer(to: norm) {
                        ckern_batch_norm_backward(machine, $0, from, gradient, other, to, adds, scale, shift, room)
                    }
                }
            }
        }
    }
}
