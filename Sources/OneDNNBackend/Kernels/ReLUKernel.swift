import CKernels
import Layers
import Planning

/// ReLU in the layout of its input, in its place if nothing else wants it. The backward pass reads the output, which the
/// next layer keeps anyway.
final class ReLUKernel: SingleKernel {
    let operation: PlannedOperation
    private var output: PlacedTensor?

    init(_ operation: PlannedOperation) {
        self.operation = operation
    }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try read(builder)
        let output = try destination(source, builder)
        self.output = output
        if builder.plan.phase == .training { builder.values.keepForMaker(operation.output) }
        let (machine, from, to) = (builder.recorder.machine, Rows(source), Rows(output))
        builder.recorder.own("ReLU forward", touching: [source, output]) { addresses in
            let (from, to, rows) = (from.at(addresses), to.at(addresses), from.rows)
            return { withUnsafePointer(to: machine) { ckern_relu($0, rows, from, to) } }
        }
        return output
    }

    /// The input: as it is in blocks of channels, of which slices are read too, else as one stretch.
    private func read(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let source = try builder.values.tensor(of: operation.inputs[0])
        return KernelTensor(source) == nil ? try builder.recorder.dense(source) : source
    }

    private func destination(_ source: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        let isPlaced = builder.plan.slices[operation.output] != nil
        let isItsOwn = builder.values.isOriginal(source, of: operation.inputs[0])
        if !isPlaced, isItsOwn, builder.values.mayOverwrite(operation.inputs[0]) {
            return builder.recorder.overwriting(source)
        }
        guard let source = KernelTensor(source) else { return builder.recorder.tensor(source.descriptor) }
        return try builder.values.destination(for: operation.output, source.blocks.descriptor())
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let output, step.wantsInputGradient[0] else { return }
        guard let kept = KernelTensor(output) else { return try backwardElsewhere(output, builder) }
        let (first, second) = try builder.gradients.parts(of: operation.output, like: kept)
        let result = try builder.gradients.destination(
            of: operation.inputs[0], like: kept, mayAdd: step.addsToInputGradient[0], overwritesValue: false)
        let machine = builder.recorder.machine
        let touched = [kept, first, result.tensor] + [second].compactMap { $0 }
        builder.recorder.own("ReLU backward", touching: touched.map(\.tensor)) { addresses in
            let rows = ckern_rows(kept.shape)
            let (kept, first, to) = (kept.at(addresses), first.at(addresses), result.tensor.at(addresses))
            let second = second?.at(addresses) ?? .none
            return {
                withUnsafePointer(to: machine) { ckern_relu_backward($0, rows, kept, first, second, to, result.adds) }
            }
        }
    }

    /// In layouts without blocks of channels.
    private func backwardElsewhere(_ kept: PlacedTensor, _ builder: ProgramBuilder) throws {
        let gradient = try builder.gradients.total(of: operation.output, as: kept.descriptor)
        let result = builder.recorder.tensor(kept.descriptor)
        let machine = builder.recorder.machine
        builder.recorder.own("ReLU backward", touching: [kept, gradient, result]) { addresses in
            let (rows, out) = (Rows(kept).rows, Rows(kept).at(addresses))
            let (from, to) = (Rows(gradient).at(addresses), Rows(result).at(addresses))
            return { withUnsafePointer(to: machine) { ckern_relu_backward($0, rows, out, from, .none, to, false) } }
        }
        builder.gradients.contribute(result, to: operation.inputs[0])
    }
}

/// A tensor as rows of numbers, whatever its layout: those of blocks of channels, else one.
private struct Rows {
    let tensor: PlacedTensor

    init(_ tensor: PlacedTensor) {
        precondition(
            KernelTensor(tensor) != nil || tensor.descriptor.isDense, "slices of other layouts have been copied")
        self.tensor = tensor
    }

    var rows: CkernRows {
        if let blocked = KernelTensor(tensor) { return ckern_rows(blocked.shape) }
        guard let type = tensor.descriptor.type, let element = type.kernelElement else {
            preconditionFailure("values are float32 or bfloat16")
        }
        return CkernRows(rows: 1, length: tensor.descriptor.byteCount / type.byteCount, element: element)
    }

    func at(_ addresses: Addresses) -> CkernTensor {
        if let blocked = KernelTensor(tensor) { return blocked.at(addresses) }
        return CkernTensor(data: addresses[tensor.place], imageStride: 0)
    }
}
