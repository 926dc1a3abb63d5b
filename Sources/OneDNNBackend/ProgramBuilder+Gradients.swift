import CKernels
import Networks
import Planning

/// A gradient that one reader of a value has given.
struct Contribution {
    let tensor: PlacedTensor
    /// Whether nobody else has a use for the numbers, so that others may be added to them.
    let isExclusive: Bool
}

/// Where the maker of values likes to find their gradients.
protocol GradientPlace: AnyObject {
    /// - Parameter overwritesValue: whether the gradient may take the place of the value itself.
    func place(for value: Value, overwritesValue: Bool, _ builder: ProgramBuilder) throws -> PlacedTensor?
}

extension ProgramBuilder {
    /// Adds to the gradient of a value. The tensor must not change afterwards, unless it is exclusive.
    func contribute(_ gradient: PlacedTensor, to value: Value, isExclusive: Bool = true) {
        gradients[value, default: []].append(Contribution(tensor: gradient, isExclusive: isExclusive))
    }

    /// The gradient of a value: what its readers have contributed, summed.
    func gradient(of value: Value) throws -> PlacedTensor {
        try contribution(of: value).tensor
    }

    func contribution(of value: Value) throws -> Contribution {
        guard let parts = gradients[value], let first = parts.first else {
            preconditionFailure("the gradient of `\(plan.name(value))` is read before it is made")
        }
        guard parts.count > 1 else { return first }
        let total = try Contribution(tensor: sum(parts), isExclusive: true)
        gradients[value] = [total]
        return total
    }

    func gradient(of value: Value, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try tensor(gradient(of: value), as: descriptor)
    }

    /// The gradient of a value in row-major order.
    func plainGradient(of value: Value) throws -> PlacedTensor { try plain(gradient(of: value)) }

    /// The gradient of a value in the layout of a tensor, for a kernel that takes it in two parts where it comes in two.
    func gradients(of value: Value, like tensor: KernelTensor) throws -> (first: KernelTensor, second: KernelTensor?) {
        let parts = gradients[value, default: []].compactMap { KernelTensor($0.tensor) }.filter(tensor.matches)
        if parts.count == 2, gradients[value]?.count == 2 { return (parts[0], parts[1]) }
        let whole = try gradient(of: value)
        if let found = KernelTensor(whole), found.matches(tensor) { return (found, nil) }
        guard let copy = KernelTensor(try self.tensor(whole, as: tensor.blocks.descriptor())) else {
            preconditionFailure("blocks have a descriptor with blocks")
        }
        return (copy, nil)
    }

    private func sum(_ parts: [Contribution]) throws -> PlacedTensor {
        let first = parts[0].tensor
        if let ofKernels = KernelTensor(first) {
            let others = parts.compactMap { KernelTensor($0.tensor) }.filter(ofKernels.matches)
            if others.count == parts.count { return try sum(others, into: parts.first { $0.isExclusive }?.tensor) }
        }
        let aligned = try parts.map { try tensor(dense($0.tensor), as: dense(first).descriptor) }
        let total = tensor(aligned[0].descriptor)
        let primitive = try Primitive.sum(
            engine: engine, sources: aligned.map { (1, $0.descriptor) }, destination: total.descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [.destination: total]
        for (number, part) in aligned.enumerated() { arguments[.sourceNumber(number)] = part }
        try append(primitive, arguments)
        return total
    }

    /// - Parameter place: one of the parts, which may be overwritten; a new tensor if nil.
    private func sum(_ parts: [KernelTensor], into place: PlacedTensor?) throws -> PlacedTensor {
        let total = try place.map(overwriting) ?? tensor(parts[0].blocks.descriptor())
        guard let destination = KernelTensor(total) else { return total }
        var rest = parts.filter { $0.tensor.content != place?.content }
        var first = parts.first { $0.tensor.content == place?.content } ?? rest.removeFirst()
        for part in rest {
            add(first, part, into: destination)
            first = destination
        }
        return total
    }

    func add(_ first: KernelTensor, _ second: KernelTensor, into destination: KernelTensor) {
        let machine = machine
        own("sum", touching: [first.tensor, second.tensor, destination.tensor]) { addresses in
            let (one, other, sum) = (first.at(addresses), second.at(addresses), destination.at(addresses))
            let rows = ckern_rows(first.shape)
            return { withUnsafePointer(to: machine) { ckern_add($0, rows, false, one, other, sum) } }
        }
    }
}

// Where kernels write gradients that can write slices.
extension ProgramBuilder {
    /// Where a kernel writes the gradient of a value that it read, or adds to what is there. It is contributed here.
    ///
    /// - Parameters:
    ///   - source: the value as the kernel read it, in the layout that the gradient gets too.
    ///   - mayAdd: whether the plan lets it add to a gradient that is there.
    ///   - overwritesValue: whether the kernel can write the gradient in the place of the value, which it still reads: to
    ///     keep a value only for its place would cost memory.
    func gradientDestination(
        of value: Value, like source: KernelTensor, mayAdd: Bool, overwritesValue: Bool
    ) throws -> (tensor: KernelTensor, adds: Bool) {
        if mayAdd, let found = exclusiveGradient(of: value, like: source) { return (found, true) }
        let isFirst = gradients[value, default: []].isEmpty
        let overwrites = overwritesValue && isFirst && mayOverwrite(value)
        let liked = isFirst ? try gradientPlaces[value]?.place(for: value, overwritesValue: overwrites, self) : nil
        let own = overwrites ? values[value].map(overwriting) : nil
        for candidate in [liked, own].compactMap({ $0 }) {
            guard let tensor = KernelTensor(candidate), tensor.matches(source) else { continue }
            contribute(candidate, to: value)
            return (tensor, false)
        }
        let new = tensor(try source.blocks.descriptor())
        guard let tensor = KernelTensor(new) else { preconditionFailure("blocks have a descriptor with blocks") }
        contribute(new, to: value)
        return (tensor, false)
    }

    /// A part of a gradient that may be added to, under a new content.
    private func exclusiveGradient(of value: Value, like source: KernelTensor) -> KernelTensor? {
        let parts = gradients[value, default: []]
        let place = parts.firstIndex { part in
            part.isExclusive && KernelTensor(part.tensor).map(source.matches) == true
        }
        guard let place else { return nil }
        let sum = overwriting(parts[place].tensor)
        gradients[value]?[place] = Contribution(tensor: sum, isExclusive: true)
        return KernelTensor(sum)
    }
}
