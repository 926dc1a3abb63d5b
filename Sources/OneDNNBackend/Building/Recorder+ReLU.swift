import CKernels

extension Recorder {
    /// max(x, 0), into the tensor's own place or another of its layout.
    func relu(_ source: PlacedTensor, to destination: PlacedTensor) {
        let (machine, from, to) = (machine, ElementRows(source), ElementRows(destination))
        own("ReLU forward", touching: [source, destination]) { addresses in
            let (from, to, rows) = (from.at(addresses), to.at(addresses), from.rows)
            return { withUnsafePointer(to: machine) { ckern_relu($0, rows, from, to) } }
        }
    }

    /// The gradient where what was kept is above 0, else 0. All are of one layout.
    ///
    /// - Parameters:
    ///   - kept: what the ReLU made.
    ///   - second: added to the gradient.
    ///   - destination: may be the place of any of them.
    ///   - adds: whether to add to what is there.
    func reluBackward(
        _ kept: PlacedTensor, _ gradient: PlacedTensor, _ second: PlacedTensor? = nil, to destination: PlacedTensor,
        adds: Bool = false
    ) {
        let machine = machine
        let touched = [kept, gradient, destination] + [second].compactMap { $0 }
        own("ReLU backward", touching: touched) { addresses in
            let rows = ElementRows(kept).rows
            let (kept, first) = (ElementRows(kept).at(addresses), ElementRows(gradient).at(addresses))
            let to = ElementRows(destination).at(addresses)
            let second = second.map { ElementRows($0).at(addresses) } ?? .none
            return { withUnsafePointer(to: machine) { ckern_relu_backward($0, rows, kept, first, second, to, adds) } }
        }
    }
}

/// A tensor as rows of numbers, whatever its layout: those of blocks of channels, else one.
private struct ElementRows {
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
