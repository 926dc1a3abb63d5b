import COneDNN

// Every descriptor below may have the format `any`. The backward primitives take the forward one of training as hint.
extension Primitive {
    /// source [N, C, H, W], weights [O, C, h, w] or [G, O / G, C / G, h, w], bias [O] → destination [N, O, H', W'], whose window
    /// gives the source back; its padding behind may be less than 0.
    ///
    /// Arguments: source, weights, bias → destination.
    package static func deconvolutionForward(
        engine: Engine, direction: Direction, source: MemoryDescriptor, weights: MemoryDescriptor,
        bias: MemoryDescriptor?, destination: MemoryDescriptor, window: SlidingWindow
    ) throws -> Primitive {
        try Primitive("deconvolution forward", engine: engine) { made in
            window.withShim {
                coned_deconvolution_forward(
                    engine.handle, direction.code, source.handle, weights.handle, bias?.handle ?? ConedDescriptor(),
                    destination.handle, $0, &made)
            }
        }
    }

    /// Arguments: destination gradient, weights → source gradient.
    package static func deconvolutionBackwardData(
        engine: Engine, sourceGradient: MemoryDescriptor, weights: MemoryDescriptor,
        destinationGradient: MemoryDescriptor, window: SlidingWindow, hint: Primitive
    ) throws -> Primitive {
        try Primitive("deconvolution backward data", engine: engine) { made in
            window.withShim {
                coned_deconvolution_backward_data(
                    engine.handle, sourceGradient.handle, weights.handle, destinationGradient.handle, $0, hint.handle,
                    &made)
            }
        }
    }

    /// Arguments: source, destination gradient → weights gradient, bias gradient.
    package static func deconvolutionBackwardWeights(
        engine: Engine, source: MemoryDescriptor, weightsGradient: MemoryDescriptor, biasGradient: MemoryDescriptor?,
        destinationGradient: MemoryDescriptor, window: SlidingWindow, hint: Primitive
    ) throws -> Primitive {
        try Primitive("deconvolution backward weights", engine: engine) { made in
            window.withShim {
                coned_deconvolution_backward_weights(
                    engine.handle, source.handle, weightsGradient.handle, biasGradient?.handle ?? ConedDescriptor(),
                    destinationGradient.handle, $0, hint.handle, &made)
            }
        }
    }
}
