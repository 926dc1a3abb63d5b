import CKernels
import Tensors

extension Recorder {
    /// The tensor in a layout; a copy, made once, where it has another.
    func tensor(_ tensor: PlacedTensor, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        if tensor.descriptor == descriptor { return tensor }
        if let known = knownCopy(of: tensor, as: descriptor) { return known }
        let copy = self.tensor(descriptor)
        try reorder(tensor, to: copy)
        remember(copy, of: tensor)
        return copy
    }

    /// The tensor in the layout and type of a primitive that may compute in a wider type than the plan's. Such a copy, twice
    /// as large, is made for each use rather than kept.
    func tensor(_ tensor: PlacedTensor, inTypeOf descriptor: MemoryDescriptor) throws -> PlacedTensor {
        guard isWide(descriptor), tensor.descriptor != descriptor else {
            return try self.tensor(tensor, as: descriptor)
        }
        let copy = self.tensor(descriptor)
        try reorder(tensor, to: copy)
        return copy
    }

    /// The tensor, or a copy, as one stretch of memory, which alone primitives take.
    func dense(_ tensor: PlacedTensor) throws -> PlacedTensor { try self.tensor(tensor, as: tensor.descriptor.dense()) }

    /// The tensor, or a copy, in row-major order.
    func plain(_ tensor: PlacedTensor) throws -> PlacedTensor {
        try self.tensor(tensor, as: MemoryDescriptor(tensor.descriptor.shape))
    }

    /// A row-major copy that lasts to the end of the run, for whoever reads the results.
    func keep(_ tensor: PlacedTensor) throws -> PlacedTensor {
        let kept = self.tensor(try MemoryDescriptor(tensor.descriptor.shape), isPersistent: true)
        try reorder(tensor, to: kept)
        return kept
    }

    /// Copies numbers into another place, layout or type. Slices are read and written by netspec's own kernel, because
    /// oneDNN's reorders take some of them for tensors without gaps.
    func reorder(_ source: PlacedTensor, to destination: PlacedTensor) throws {
        if let from = KernelTensor(source), let to = KernelTensor(destination), from.isShaped(like: to) {
            return copy(source, from.rows, to: destination, to.rows)
        }
        if let (from, to) = try rowsInOneOrder(source.descriptor, destination.descriptor) {
            return copy(source, from, to: destination, to)
        }
        guard source.descriptor.isDense else { return try reorder(dense(source), to: destination) }
        guard destination.descriptor.isDense else {
            return try reorder(self.tensor(source, as: destination.descriptor.dense()), to: destination)
        }
        let primitive = try Primitive.reorder(
            engine: engine, source: source.descriptor, destination: destination.descriptor)
        try append(primitive, [.source: source, .destination: destination])
    }

    /// Rows of two tensors of which one is a slice, where the elements of both follow each other in one order.
    private func rowsInOneOrder(
        _ source: MemoryDescriptor, _ destination: MemoryDescriptor
    ) throws -> (StridedRows, StridedRows)? {
        guard !source.isDense || !destination.isDense, let from = source.rows, let to = destination.rows,
            try source.dense() == destination.dense()
        else { return nil }
        let rows = (from.cut(like: to) ?? from, to.cut(like: from) ?? to)
        precondition(
            rows.0.count == rows.1.count && rows.0.length == rows.1.length, "a slice's rows are those of its images")
        return rows
    }

    /// Row by row.
    private func copy(
        _ source: PlacedTensor, _ from: StridedRows, to destination: PlacedTensor, _ to: StridedRows
    ) {
        guard let element = from.type.kernelElement, let destinationElement = to.type.kernelElement else {
            preconditionFailure("slices are of types that the own kernels know")
        }
        let machine = machine
        own(from.type == to.type ? "copy" : "conversion", touching: [source, destination]) { addresses in
            let rows = CkernRows(rows: from.count, length: from.length, element: element)
            let (read, written) = (from.at(addresses, source), to.at(addresses, destination))
            return { withUnsafePointer(to: machine) { ckern_copy($0, rows, read, destinationElement, written) } }
        }
    }
}

extension StridedRows {
    /// What the own kernels are told of a tensor with these rows.
    func at(_ addresses: Addresses, _ tensor: PlacedTensor) -> CkernTensor {
        CkernTensor(data: addresses[tensor.place] + offset * type.byteCount, imageStride: stride)
    }
}
