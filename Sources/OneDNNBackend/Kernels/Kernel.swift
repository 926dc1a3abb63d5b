import Layers
import Networks
import Planning
import Tensors

/// How one node of a network runs on oneDNN.
///
/// `forward` is called once while a program is built, then, in training, `backward`; both add operations to the program.
protocol Kernel: AnyObject {
    /// Adds the forward operations; the tensor that will hold the output.
    func forward(_ builder: ProgramBuilder) throws -> PlacedTensor

    /// Adds the backward operations: contributes to the gradients of inputs where wanted, and fills those of parameters.
    func backward(_ step: ExecutionPlan.BackwardStep, _ builder: ProgramBuilder) throws
}

/// A node and its number in the network.
struct NumberedNode {
    let number: Int
    let node: Network.Node

    /// A row-major shape with the batch in front, as oneDNN wants it.
    func inputLengths(_ input: Int, batch: Int) -> [Int] { node.inputShapes[input].batched(batch).lengths }
    func outputLengths(batch: Int) -> [Int] { node.outputShape.batched(batch).lengths }
}

/// Which layers have a kernel of their own.
enum KernelCatalogue {
    /// Makes the kernel of a layer it knows, nil for any other.
    private typealias Maker = @Sendable (any Layer, NumberedNode) -> (any Kernel)?

    private static let makers: [Maker] = [
        maker { (layer: Convolution, node) in ConvolutionKernel(layer, node) },
        maker { (layer: BatchNorm, node) in BatchNormKernel(layer, node) },
        maker { (layer: ReLU, node) in ReLUKernel(layer, node) },
        maker { (layer: MaxPool, node) in PoolingKernel(maximum: layer, node) },
        maker { (layer: AveragePool, node) in PoolingKernel(average: layer, node) },
        maker { (layer: GlobalAveragePool, node) in PoolingKernel(globalAverage: layer, node) },
        maker { (layer: LocalResponseNorm, node) in LocalResponseNormKernel(layer, node) },
        maker { (layer: Linear, node) in LinearKernel(layer, node) },
        maker { (layer: Flatten, node) in FlattenKernel(layer, node) },
        maker { (layer: Dropout, node) in DropoutKernel(layer, node) },
        maker { (layer: Concat, node) in ConcatKernel(layer, node) },
        maker { (layer: Add, node) in AddKernel(layer, node) },
        maker { (layer: SoftmaxCrossEntropy, node) in SoftmaxCrossEntropyKernel(layer, node) },
    ]

    static func kernel(for node: Network.Node, number: Int) -> any Kernel {
        let numbered = NumberedNode(number: number, node: node)
        for make in makers {
            if let kernel = make(node.layer, numbered) { return kernel }
        }
        return ReferenceKernel(numbered)
    }

    private static func maker<L: Layer>(_ make: @escaping @Sendable (L, NumberedNode) -> (any Kernel)?) -> Maker {
        { layer, node in (layer as? L).flatMap { make($0, node) } }
    }
}
