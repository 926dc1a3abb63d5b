import Layers
import Planning
import Tensors

/// How one operation of a plan runs on oneDNN.
///
/// `forward` is called once while a program is built, then, in training, `backward`; both add operations to the program.
protocol Kernel: AnyObject {
    /// Adds the forward operations; the tensor that will hold the output.
    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor

    /// Adds the backward operations: contributes to the gradients of inputs where wanted, and fills those of parameters.
    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws
}

extension PlannedOperation {
    /// The row-major lengths of an input with the batch in front, as oneDNN wants them.
    func inputLengths(_ input: Int, batch: Int) -> [Int] { inputShapes[input].batched(batch).lengths }
    func outputLengths(batch: Int) -> [Int] { outputShape.batched(batch).lengths }
}

/// Which layers have a kernel of their own.
enum KernelCatalogue {
    /// Makes the kernel of a layer it knows, nil for any other.
    private typealias Maker = @Sendable (any Layer, PlannedOperation) -> (any Kernel)?

    private static let makers: [Maker] = [
        maker { (layer: Convolution, operation) in ConvolutionKernel(layer, operation) },
        maker { (layer: BatchNorm, operation) in BatchNormKernel(layer, operation) },
        maker { (layer: ReLU, operation) in ReLUKernel(layer, operation) },
        maker { (layer: MaxPool, operation) in PoolingKernel(maximum: layer, operation) },
        maker { (layer: AveragePool, operation) in PoolingKernel(average: layer, operation) },
        maker { (layer: AdaptiveAveragePool, operation) in PoolingKernel(adaptiveAverage: layer, operation) },
        maker { (layer: GlobalAveragePool, operation) in PoolingKernel(globalAverage: layer, operation) },
        maker { (layer: LocalResponseNorm, operation) in LocalResponseNormKernel(layer, operation) },
        maker { (layer: Linear, operation) in LinearKernel(layer, operation) },
        maker { (layer: Flatten, operation) in FlattenKernel(layer, operation) },
        maker { (layer: Dropout, operation) in DropoutKernel(layer, operation) },
        maker { (layer: Concat, operation) in ConcatKernel(layer, operation) },
        maker { (layer: Add, operation) in AddKernel(layer, operation) },
        maker { (layer: SoftmaxCrossEntropy, operation) in SoftmaxCrossEntropyKernel(layer, operation) },
    ]

    static func kernel(for operation: PlannedOperation) -> any Kernel {
        for make in makers {
            if let kernel = make(operation.layer, operation) { return kernel }
        }
        return ReferenceKernel(operation)
    }

    private static func maker<L: Layer>(_ make: @escaping @Sendable (L, PlannedOperation) -> (any Kernel)?) -> Maker {
        { layer, operation in (layer as? L).flatMap { make($0, operation) } }
    }
}
