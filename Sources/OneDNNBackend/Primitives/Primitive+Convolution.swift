import COneDNN

/// How a convolution is computed.
package enum ConvolutionAlgorithm: String, Hashable, Sendable, CaseIterable {
    case direct
    /// Unimplemented on x86-64 from oneDNN 3.0 on, and wherever it does not fit the shape.
    case winograd
    /// Winograd on float32 numbers where the tensors hold bfloat16, which the library has no Winograd for: that saves more
    /// multiplications than the wider numbers and the conversions cost, where bfloat16 is no more than twice as fast.
    case winogradInFloat32 = "winograd in float32"
    /// Direct, on float32 numbers where the tensors hold bfloat16, for shapes that the library gets wrong in bfloat16.
    case directInFloat32 = "direct in float32"
    /// Direct, with neighbouring groups as one, for groups of fewer channels than the library's kernels take at once.
    case directInWiderGroups = "direct in wider groups"
    /// oneDNN's own guess.
    case automatic

    var code: ConedConvolutionAlgorithm {
        switch self {
        case .direct, .directInFloat32, .directInWiderGroups: ConedConvolutionDirect
        case .winograd, .winogradInFloat32: ConedConvolutionWinograd
        case .automatic: ConedConvolutionAuto
        }
    }

    /// Whether it computes on float32 numbers, whatever the tensors hold.
    var isInFloat32: Bool { self == .winogradInFloat32 || self == .directInFloat32 }
}

// Every descriptor below may have the format `any`. The backward primitives take the forward one of training as hint.
extension Primitive {
    /// source [N, C, H, W], weights [O, C, h, w] or [G, O / G, C / G, h, w], bias [O] → destination [N, O, H', W'].
    ///
    /// Arguments: source, weights, bias → destination.
    package static func convolutionForward(
        engine: Engine, direction: Direction, algorithm: ConvolutionAlgorithm, source: MemoryDescriptor,
        weights: MemoryDescriptor, bias: MemoryDescriptor?, destination: MemoryDescriptor, window: SlidingWindow,
        post: PostOperations = .none
    ) throws -> Primitive {
        try Primitive("convolution forward (\(algorithm.rawValue))", engine: engine) { made in
            var post = post.code
            return window.withShim {
                coned_convolution_forward(
                    engine.handle, direction.code, algorithm.code, source.handle, weights.handle,
                    bias?.handle ?? ConedDescriptor(), destination.handle, $0, &post, &made)
            }
        }
    }

    /// Arguments: destination gradient, weights → source gradient.
    package static func convolutionBackwardData(
        engine: Engine, algorithm: ConvolutionAlgorithm, sourceGradient: MemoryDescriptor, weights: MemoryDescriptor,
        destinationGradient: MemoryDescriptor, window: SlidingWindow, hint: Primitive
    ) throws -> Primitive {
        try Primitive("convolution backward data (\(algorithm.rawValue))", engine: engine) { made in
            window.withShim {
                coned_convolution_backward_data(
                    engine.handle, algorithm.code, sourceGradient.handle, weights.handle, destinationGradient.handle,
                    $0, hint.handle, &made)
            }
        }
    }

    /// Arguments: source, destination gradient → weights gradient, bias gradient.
    package static func convolutionBackwardWeights(
        engine: Engine, algorithm: ConvolutionAlgorithm, source: MemoryDescriptor, weightsGradient: MemoryDescriptor,
        biasGradient: MemoryDescriptor?, destinationGradient: MemoryDescriptor, window: SlidingWindow, hint: Primitive
    ) throws -> Primitive {
        try Primitive("convolution backward weights (\(algorithm.rawValue))", engine: engine) { made in
            window.withShim {
                coned_convolution_backward_weights(
                    engine.handle, algorithm.code, source.handle, weightsGradient.handle,
                    biasGradient?.handle ?? ConedDescriptor(), destinationGradient.handle, $0, hint.handle, &made)
            }
        }
    }
}
