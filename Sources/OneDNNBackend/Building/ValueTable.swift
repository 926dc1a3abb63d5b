import Execution
import Networks
import Planning
import Tensors

/// Where the values of a plan are: each in the layout in which it was made.
final class ValueTable {
    private let plan: ExecutionPlan
    private let recorder: Recorder
    private var tensors: [Value: PlacedTensor] = [:]
    /// Outputs of concatenations, from the first of their parts on.
    private var wholes: [Value: PlacedTensor] = [:]
    /// Values that their makers need again, as they made them, in the backward pass.
    private var keptByMaker: Set<Value> = []
    /// Of values that the backward pass has yet to compute again.
    private var makers: [Value: () throws -> PlacedTensor?] = [:]

    init(_ plan: ExecutionPlan, _ recorder: Recorder) {
        self.plan = plan
        self.recorder = recorder
    }

    func set(_ value: Value, to tensor: PlacedTensor) {
        tensors[value] = tensor
    }

    /// Whether the numbers are those of the value where it was made, and of no copy.
    func isOriginal(_ tensor: PlacedTensor, of value: Value) -> Bool { tensors[value]?.content == tensor.content }

    /// To be called by a maker that reads what it made in its backward pass.
    func keepForMaker(_ value: Value) {
        keptByMaker.insert(value)
    }

    /// Lets the backward pass make a value again at its first use there.
    ///
    /// - Parameter again: adds the operations to it; nil where the value of the forward pass is kept after all.
    func recompute(_ value: Value, by again: @escaping () throws -> PlacedTensor?) {
        makers[value] = again
    }

    /// The output of a concatenation, if a part of it has its place there already.
    func begunWhole(_ value: Value) -> PlacedTensor? { wholes[value] }
}

extension ValueTable {
    /// A value, which the backward pass computes again at its first use there, where the plan says that it may.
    func tensor(of value: Value) throws -> PlacedTensor {
        if recorder.subject.pass == .backward, let again = makers.removeValue(forKey: value) {
            if let tensor = try again() { tensors[value] = tensor }
        }
        guard let tensor = tensors[value] else {
            preconditionFailure("`\(plan.name(value))` is read before it is made")
        }
        return tensor
    }

    func tensor(of value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try recorder.tensor(tensor(of: value), as: descriptor)
    }

    /// A value as one stretch of memory.
    func denseTensor(of value: Value) throws -> PlacedTensor { try recorder.dense(tensor(of: value)) }

    /// A value in row-major order.
    func plainTensor(of value: Value) throws -> PlacedTensor { try recorder.plain(tensor(of: value)) }

    /// Where a kernel that can write slices puts a value: its place in a concatenation, if the plan gives it one and the
    /// layout has whole blocks of channels, or a new tensor.
    ///
    /// - Parameter descriptor: of the value as a tensor of its own.
    func destination(for value: Value, _ descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try place(of: value, like: descriptor) ?? recorder.tensor(descriptor)
    }

    private func place(of value: Value, like descriptor: MemoryDescriptor) throws -> PlacedTensor? {
        guard let slice = plan.slices[value], let blocks = descriptor.channelBlocks else { return nil }
        let channels = plan.network.shape(of: slice.whole)[0]
        let known = wholes[slice.whole]
        let whole = try known ?? destination(for: slice.whole, blocks.descriptor(channels: channels))
        wholes[slice.whole] = whole
        guard let wholeBlocks = whole.blocks, wholeBlocks.block == blocks.block, wholeBlocks.type == blocks.type else {
            return nil
        }
        return try recorder.part(descriptor.shape, of: whole, at: slice.firstChannel)
    }

    /// Whether an operation that reads a value may put its result in the value's place.
    func mayOverwrite(_ value: Value, by reader: PlannedOperation) -> Bool {
        plan.lastReader(of: value)?.output == reader.output && isOverwritable(value)
    }

    /// Whether the last reader of a value may put its result, or a gradient, in the value's place.
    ///
    /// A concatenation goes with its parts: each must be free, and be of no use to its maker or to others.
    func isOverwritable(_ value: Value) -> Bool {
        plan.overwritable.contains(value) && isFree(value)
            && plan.slices.filter { $0.value.whole == value }.keys.allSatisfy(isOverwritable)
    }

    /// Whether the numbers of a value are nothing else too.
    private func isFree(_ value: Value) -> Bool {
        guard !keptByMaker.contains(value), let tensor = tensors[value] else { return false }
        return tensors.values.filter { $0.content == tensor.content }.count == 1 && !recorder.isKnownCopy(tensor)
    }
}
