import OneDNNBackend
import Tensors
package import Testing

/// What this machine has, processor and library together, as the library tells it. A test that needs what is not there is
/// skipped, and says what it needs.
package enum ThisMachine {
    /// Whether the backend computes in bfloat16. What fails for another reason fails in the tests too.
    package static let hasBFloat16: Bool = {
        do {
            _ = try OneDNNBackend(threads: 1, precision: .bfloat16)
            return true
        } catch {
            return !(error is UnsupportedPrecision)
        }
    }()

    /// Whether the library has Winograd's algorithm for convolutions in float32, and so something to choose from.
    package static let hasWinograd: Bool = {
        do {
            _ = try convolution(
                of: [4, 32, 16, 16], weights: [32, 32, 3, 3], stride: 1, to: [4, 32, 14, 14], .winograd)
            return true
        } catch {
            return (error as? OneDNNError)?.isUnimplemented != true
        }
    }()

    /// The layout that a convolution without padding gives in training, as the library names it: `aBcd16b`.
    package static func layout(
        ofConvolutionOf source: [Int], weights: [Int], stride: Int, to destination: [Int]
    ) throws -> String? {
        try convolution(of: source, weights: weights, stride: stride, to: destination, .automatic)
            .descriptor(of: .destination)?.layoutName
    }

    private static func convolution(
        of source: [Int], weights: [Int], stride: Int, to destination: [Int], _ algorithm: ConvolutionAlgorithm
    ) throws -> Primitive {
        try Primitive.convolutionForward(
            engine: Engine(), direction: .training, algorithm: algorithm,
            source: MemoryDescriptor(source, format: .any), weights: MemoryDescriptor(weights, format: .any), bias: nil,
            destination: MemoryDescriptor(destination, format: .any),
            window: SlidingWindow(kernel: Array(weights[2...]), stride: [stride, stride]))
    }
}

extension Trait where Self == ConditionTrait {
    package static var needsBFloat16: Self {
        .enabled(if: ThisMachine.hasBFloat16, "needs instructions for bfloat16 (AVX512-BF16)")
    }

    package static var needsWinograd: Self {
        .enabled(if: ThisMachine.hasWinograd, "needs a library with Winograd's algorithm (oneDNN 2.x, AVX-512)")
    }

    package static var needsNoWinograd: Self {
        .enabled(if: !ThisMachine.hasWinograd, "needs a library without Winograd's algorithm")
    }
}
