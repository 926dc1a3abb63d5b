import CKernels

/// A batch normalisation of fixed numbers, to run on a machine and compare.
final class BatchNormRun {
    let shape: BlockedShape
    let machine: Machine
    let appliesReLU: Bool
    let source: [Float]
    let scale: [Float]?
    let shift: [Float]?
    let keptMean: [Float]
    let keptVariance: [Float]
    let exact: ExactBatchNorm

    init(
        _ shape: BlockedShape, appliesReLU: Bool, hasScale: Bool = true, hasShift: Bool = true, offset: Float = 0.5,
        _ machine: Machine
    ) {
        self.shape = shape
        self.machine = machine
        self.appliesReLU = appliesReLU
        source = numbers(shape.count, seed: 1).map { $0 + offset }.map {
            shape.isBFloat16 ? $0.bfloat16 : $0
        }
        scale = hasScale ? numbers(shape.channels, seed: 2) : nil
        shift = hasShift ? numbers(shape.channels, seed: 3) : nil
        keptMean = numbers(shape.channels, seed: 4)
        keptVariance = numbers(shape.channels, seed: 5).map { $0 + 2 }
        exact = ExactBatchNorm(shape, source: source, scale: scale, shift: shift, appliesReLU: appliesReLU)
    }

    struct Trained {
        let output: BlockedTensor
        let mean: [Float]
        let variance: [Float]
        let runningMean: [Float]
        let runningVariance: [Float]
    }

    func train() -> Trained {
        let output = BlockedTensor(shape)
        let input = BlockedTensor(shape, source)
        var (mean, variance) = (keptMean, keptVariance)
        var (runningMean, runningVariance) = (keptMean, keptVariance)
        withNorm(&mean, &variance) { machine, norm, scratch in
            runningMean.withUnsafeMutableBufferPointer { runningMean in
                runningVariance.withUnsafeMutableBufferPointer { runningVariance in
                    let running = CkernRunningStatistics(
                        momentum: 0.1, mean: runningMean.baseAddress, variance: runningVariance.baseAddress)
                    ckern_batch_norm_training(machine, norm, running, input.code, output.code, scratch)
                }
            }
        }
        return Trained(
            output: output, mean: mean, variance: variance, runningMean: runningMean, runningVariance: runningVariance)
    }

    /// Calls `body` with what the kernels take.
    private func withNorm(
        _ mean: inout [Float], _ variance: inout [Float],
        _ body: (UnsafePointer<CkernMachine>, UnsafePointer<CkernBatchNorm>, UnsafeMutableRawPointer?) -> Void
    ) {
        var machine = machine.code
        var scratch = [Double](repeating: 0, count: ckern_batch_norm_scratch_byte_count(shape.code) / 8)
        withOptionalPointer(scale) { scale in
            withOptionalPointer(shift) { shift in
                mean.withUnsafeMutableBufferPointer { mean in
                    variance.withUnsafeMutableBufferPointer { variance in
                        var norm = CkernBatchNorm(
                            shape: shape.code, epsilon: 1e-5, appliesReLU: appliesReLU, scale: scale, shift: shift,
                            mean: mean.baseAddress, variance: variance.baseAddress)
                        scratch.withUnsafeMutableBytes { body(&machine, &norm, $0.baseAddress) }
                    }
                }
            }
        }
    }
}

/// Calls `body` with the numbers' address, or NULL where there are none.
func withOptionalPointer(_ numbers: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let numbers else { return body(nil) }
    numbers.withUnsafeBufferPointer { body($0.baseAddress) }
}
