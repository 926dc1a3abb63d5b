import COneDNN

// Every descriptor below may have the format `any`. The backward primitives take the forward one of training as hint.
extension Primitive {
    /// source [N, I], weights [O, I] (or [N, C, H, W] and [O, C, H, W]), bias [O] → destination [N, O].
    ///
    /// Arguments: source, weights, bias → destination.
    package static func innerProductForward(
        engine: Engine, direction: Direction, source: MemoryDescriptor, weights: MemoryDescriptor,
        bias: MemoryDescriptor?, destination: MemoryDescriptor, post: PostOperations = .none
    ) throws -> Primitive {
        try Primitive("inner product forward", engine: engine) { made in
            var post = post.code
            return coned_inner_product_forward(
                engine.handle, direction.code, source.handle, weights.handle, bias?.handle ?? ConedDescriptor(),
                destination.handle, &post, &made)
        }
    }

    /// Arguments: destination gradient, weights → source gradient.
    package static func innerProductBackwardData(
        engine: Engine, sourceGradient: MemoryDescriptor, weights: MemoryDescriptor,
        destinationGradient: MemoryDescriptor, hint: Primitive
    ) throws -> Primitive {
        try Primitive("inner product backward data", engine: engine) { made in
            coned_inner_product_backward_data(
                engine.handle, sourceGradient.handle, weights.handle, destinationGradient.handle, hint.handle, &made)
        }
    }

    /// Arguments: source, destination gradient → weights gradient, bias gradient.
    package static func innerProductBackwardWeights(
        engine: Engine, source: MemoryDescriptor, weightsGradient: MemoryDescriptor, biasGradient: MemoryDescriptor?,
        destinationGradient: MemoryDescriptor, hint: Primitive
    ) throws -> Primitive {
        try Primitive("inner product backward weights", engine: engine) { made in
            coned_inner_product_backward_weights(
                engine.handle, source.handle, weightsGradient.handle, biasGradient?.handle ?? ConedDescriptor(),
                destinationGradient.handle, hint.handle, &made)
        }
    }
}
