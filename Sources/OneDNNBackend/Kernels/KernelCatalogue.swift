import Layers
import Planning
import Tensors

/// Which layers have a kernel of their own.
enum KernelCatalogue {
    /// Makes the kernel of a layer it knows, nil for any other.
    private typealias Maker = @Sendable (any Layer, PlannedOperation) -> (any Kernel)?

    private static let makers: [Maker] = [
        maker { (layer: Convolution, operation) in ConvolutionKernel([(layer, operation)]) },
        maker { (layer: BatchNorm, operation) in BatchNormKernel(layer, operation) },
        maker { (layer: ReLU, operation) in ReLUKernel(operation) },
        maker { (layer: MaxPool, operation) in PoolingKernel(maximum: layer, operation) },
        maker { (layer: AveragePool, operation) in PoolingKernel(average: layer, operation) },
        maker { (layer: AdaptiveAveragePool, operation) in PoolingKernel(adaptiveAverage: layer, operation) },
        maker { (layer: GlobalAveragePool, operation) in PoolingKernel(globalAverage: layer, operation) },
        maker { (layer: GlobalMaxPool, operation) in PoolingKernel(globalMaximum: layer, operation) },
        maker { (layer: LocalResponseNorm, operation) in LocalResponseNormKernel(layer, operation) },
        maker { (layer: Linear, operation) in LinearKernel(layer, operation) },
        maker { (layer: Flatten, operation) in FlattenKernel(layer, operation) },
        maker { (layer: Dropout, operation) in DropoutKernel(layer, operation) },
        maker { (layer: Concat, operation) in ConcatKernel(layer, operation) },
        maker { (layer: Add, operation) in AddKernel(layer, operation) },
        maker { (_: Multiply, operation) in MultiplyKernel(operation) },
        maker { (layer: DropPath, operation) in DropPathKernel(layer, operation) },
        maker { (layer: ChannelScale, operation) in
            layer.depthwise(on: operation.inputShapes[0]).flatMap { convolution in
                ConvolutionKernel(
                    [(convolution, operation)], weights: [operation.inputShapes[0][0], 1, 1, 1, 1])
            }
        },
        maker { (layer: Slice, operation) in SliceKernel(layer, operation) },
        maker { (layer: ChannelShuffle, operation) in MovingKernel(layer, operation) },
        maker { (layer: Crop, operation) in MovingKernel(layer, operation) },
        maker { (layer: Upsample, operation) in UpsampleKernel(layer, operation) },
        maker { (layer: TransposedConvolution, operation) in TransposedConvolutionKernel(layer, operation) },
        { layer, operation in layer is any ActivationLayer ? ElementwiseKernel(operation) : nil },
        maker { (_: Softmax, operation) in SoftmaxKernel(operation) },
        maker { (layer: SoftmaxCrossEntropy, operation) in SoftmaxCrossEntropyKernel(layer, operation) },
    ]

    static func kernel(for operation: PlannedOperation) -> any Kernel {
        for make in makers {
            if let kernel = make(operation.layer, operation) { return kernel }
        }
        return ReferenceKernel(operation)
    }

    /// One kernel for operations that read the same value, each `mergesHorizontally` with the others; nil where there is none.
    static func kernel(for siblings: [PlannedOperation]) -> (any Kernel)? {
        let members = siblings.compactMap { operation in
            (operation.layer as? Convolution).map { (layer: $0, operation: operation) }
        }
        return members.count == siblings.count ? ConvolutionKernel(members) : nil
    }

    private static func maker<L: Layer>(_ make: @escaping @Sendable (L, PlannedOperation) -> (any Kernel)?) -> Maker {
        { layer, operation in (layer as? L).flatMap { make($0, operation) } }
    }
}
