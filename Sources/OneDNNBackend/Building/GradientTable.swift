import CKernels
import Networks
import Planning

/// A gradient that one reader of a value has given.
struct Contribution {
    let tensor: PlacedTensor
    /// Whether nobody else has a use for the numbers, so that others may be added to them.
    let isExclusive: Bool
}

/// The gradients of a plan's values, as far as they have come.
final class GradientTable {
    /// Where the maker of a value likes to find its gradient; nil where it does not mind.
    ///
    /// - Parameter overwritesValue: whether the gradient may take the place of the value itself.
    typealias Place = (_ overwritesValue: Bool) throws -> PlacedTensor?

    private let plan: ExecutionPlan
    private let recorder: Recorder
    private let values: ValueTable
    private var contributions: [Value: [Contribution]] = [:]
    private var places: [Value: Place] = [:]

    init(_ plan: ExecutionPlan, _ recorder: Recorder, _ values: ValueTable) {
        self.plan = plan
        self.recorder = recorder
        self.values = values
    }

    /// Tells where the maker of a value likes to find its gradient.
    func prefer(_ place: @escaping Place, for value: Value) {
        places[value] = place
    }

    /// Whether a reader has given the value a gradient yet.
    func hasAny(for value: Value) -> Bool { contributions[value] != nil }

    /// Adds to the gradient of a value. The tensor must not change afterwards, unless it is exclusive.
    func contribute(_ gradient: PlacedTensor, to value: Value, isExclusive: Bool = true) {
        contributions[value, default: []].append(Contribution(tensor: gradient, isExclusive: isExclusive))
    }

    /// The gradient of a value: what its readers have contributed, summed.
    func total(of value: Value) throws -> PlacedTensor {
        try contribution(of: value).tensor
    }

    func contribution(of value: Value) throws -> Contribution {
        guard let parts = contributions[value], let first = parts.first else {
            preconditionFailure("the gradient of `\(plan.name(value))` is read before it is made")
        }
        guard parts.count > 1 else { return first }
        let total = try Contribution(tensor: sum(parts), isExclusive: true)
        contributions[value] = [total]
        return total
    }

    func total(of value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try recorder.tensor(total(of: value), as: descriptor)
    }

    /// The gradient of a value in row-major order.
    func plainTotal(of value: Value) throws -> PlacedTensor { try recorder.plain(total(of: value)) }

    /// The gradient of a value in the layout of a tensor, for a kernel that takes it in two parts where it comes in two.
    func parts(of value: Value, like tensor: KernelTensor) throws -> (first: KernelTensor, second: KernelTensor?) {
        let parts = contributions[value, default: []].compactMap { KernelTensor($0.tensor) }.filter(tensor.matches)
        if parts.count == 2, contributions[value]?.count == 2 { return (parts[0], parts[1]) }
        let whole = try total(of: value)
        if let found = KernelTensor(whole), found.matches(tensor) { return (found, nil) }
        guard let copy = KernelTensor(try recorder.tensor(whole, as: tensor.blocks.descriptor())) else {
            preconditionFailure("blocks have a descriptor with blocks")
        }
        return (copy, nil)
    }

    private func sum(_ parts: [Contribution]) throws -> PlacedTensor {
        let first = parts[0].tensor
        if !recorder.prefersLibrary, let ofKernels = KernelTensor(first) {
            let others = parts.compactMap { KernelTensor($0.tensor) }.filter(ofKernels.matches)
            if others.count == parts.count { return try sum(others, into: parts.first { $0.isExclusive }?.tensor) }
        }
        let aligned = try parts.map {
            try recorder.tensor(recorder.dense($0.tensor), as: recorder.dense(first).descriptor)
        }
        let total = recorder.tensor(aligned[0].descriptor)
        let primitive = try Primitive.sum(
            engine: recorder.engine, sources: aligned.map { (1, $0.descriptor) }, destination: total.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: total]
        for (number, part) in aligned.enumerated() { arguments[.sourceNumber(number)] = part }
        try recorder.append(primitive, arguments)
        return total
    }

    /// - Parameter place: one of the parts, which may be overwritten; a new tensor if nil.
    private func sum(_ parts: [KernelTensor], into place: PlacedTensor?) throws -> PlacedTensor {
        let total = try place.map(recorder.overwriting) ?? recorder.tensor(parts[0].blocks.descriptor())
        guard let destination = KernelTensor(total) else { return total }
        var rest = parts.filter { $0.tensor.content != place?.content }
        var first = parts.first { $0.tensor.content == place?.content } ?? rest.removeFirst()
        for part in rest {
            recorder.add(first, part, into: destination)
            first = destination
        }
        return total
    }
}

// Where kernels write gradients that can write slices.
extension GradientTable {
    /// Where a kernel writes the gradient of a value that it read, or adds to what is there. It is contributed here.
    ///
    /// - Parameters:
    ///   - source: the value as the kernel read it, in the layout that the gradient gets too.
    ///   - mayAdd: whether the plan lets it add to a gradient that is there.
    ///   - overwritesValue: whether the kernel can write the gradient in the place of the value, which it still reads: to
    ///     keep a value only for its place would cost memory.
    func destination(
        of value: Value, like source: KernelTensor, mayAdd: Bool, overwritesValue: Bool
    ) throws -> (tensor: KernelTensor, adds: Bool) {
        if mayAdd, let found = exclusiveGradient(of: value, like: source) { return (found, true) }
        let isFirst = contributions[value, default: []].isEmpty
        let overwrites = overwritesValue && isFirst && values.isOverwritable(value)
        let liked = isFirst ? try places[value]?(overwrites) : nil
        let own = overwrites ? try recorder.overwriting(values.tensor(of: value)) : nil
        for candidate in [liked, own].compactMap({ $0 }) {
            guard let tensor = KernelTensor(candidate), tensor.matches(source) else { continue }
            contribute(candidate, to: value)
            return (tensor, false)
        }
        let new = recorder.tensor(try source.blocks.descriptor())
        guard let tensor = KernelTensor(new) else { preconditionFailure("blocks have a descriptor with blocks") }
        contribute(new, to: value)
        return (tensor, false)
    }

    /// A part of a gradient that may be added to, under a new content.
    private func exclusiveGradient(of value: Value, like source: KernelTensor) -> KernelTensor? {
        let parts = contributions[value, default: []]
        let place = parts.firstIndex { part in
            part.isExclusive && KernelTensor(part.tensor).map(source.matches) == true
        }
        guard let place else { return nil }
        let sum = recorder.overwriting(parts[place].tensor)
        contributions[value]?[place] = Contribution(tensor: sum, isExclusive: true)
        return KernelTensor(sum)
    }
}
