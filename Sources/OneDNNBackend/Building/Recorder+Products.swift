import CKernels

extension Recorder {
    /// A tensor `[N, C, H, W]` in blocks of channels, as netspec's own kernels want it: itself, or a copy.
    func inBlocks(_ tensor: PlacedTensor, _ lengths: [Int], type: DataType, block: Int) throws -> KernelTensor {
        if let found = KernelTensor(tensor), found.blocks.type == type, found.blocks.block == block { return found }
        let copy = try self.tensor(
            tensor, as: MemoryDescriptor(lengths, type: type, format: Format(channelBlock: block)))
        guard let found = KernelTensor(copy) else { preconditionFailure("blocks have a descriptor with blocks") }
        return found
    }

    /// first · second; `second` has one number for each channel of each image if it is spread.
    func multiply(
        _ first: KernelTensor, _ second: KernelTensor, spreads: Bool, into destination: KernelTensor, adds: Bool = false
    ) {
        let (machine, shape) = (machine, first.shape)
        own("product", touching: [first.tensor, second.tensor, destination.tensor]) { addresses in
            let (one, other, product) = (first.at(addresses), second.at(addresses), destination.at(addresses))
            return {
                withUnsafePointer(to: machine) { ckern_multiply($0, shape, one, other, spreads, product, adds) }
            }
        }
    }

    /// Σ first · second over the picture, for each channel of each image.
    func productSums(_ first: KernelTensor, _ second: KernelTensor, into destination: KernelTensor, adds: Bool) {
        let (machine, shape) = (machine, first.shape)
        own("sum of products", touching: [first.tensor, second.tensor, destination.tensor]) { addresses in
            let (one, other, sums) = (first.at(addresses), second.at(addresses), destination.at(addresses))
            return { withUnsafePointer(to: machine) { ckern_product_sums($0, shape, one, other, sums, adds) } }
        }
    }
}
