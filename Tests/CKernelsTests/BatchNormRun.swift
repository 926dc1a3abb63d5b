import CKernels

/// A batch normalisation of given numbers, to run on a machine and compare.
struct BatchNormRun {
    let shape: BlockedShape
    let machine: Machine
    let source: [Float]
    var appliesReLU = true
    var scale: [Float]?
    var shift: [Float]?
    let keptMean: [Float]
    let keptVariance: [Float]

    init(_ shape: BlockedShape, _ machine: Machine, source: [Float]? = nil) {
        self.shape = shape
        self.machine = machine
        self.source = source ?? shape.numbers(seed: 1)
        scale = numbers(shape.channels, seed: 2)
        shift = numbers(shape.channels, seed: 3)
        keptMean = numbers(shape.channels, seed: 4)
        keptVariance = numbers(shape.channels, seed: 5).map { $0 + 2 }
    }

    /// With the batch's statistics, or those kept.
    func exact(usesKept: Bool = false) -> ExactBatchNorm {
        ExactBatchNorm(
            shape, source: source, scale: scale, shift: shift, appliesReLU: appliesReLU,
            given: usesKept ? (keptMean, keptVariance) : nil)
    }

    struct Trained {
        let output: BlockedTensor
        let mean: [Float]
        let variance: [Float]
        let runningMean: [Float]
        let runningVariance: [Float]
    }

    func train(inPlace: Bool = false) -> Trained {
        let input = BlockedTensor(shape, source)
        let output = inPlace ? input : BlockedTensor(shape)
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

    func evaluate(inPlace: Bool) -> BlockedTensor {
        let input = BlockedTensor(shape, source)
        let output = inPlace ? input : BlockedTensor(shape)
        var (mean, variance) = (keptMean, keptVariance)
        withNorm(&mean, &variance) { machine, norm, _ in
            ckern_batch_norm_evaluation(machine, norm, input.code, output.code)
        }
        return output
    }

    struct Gradients {
        let source: BlockedTensor
        let scale: [Float]
        let shift: [Float]
    }

    /// Back from `gradient` and perhaps a second one, onto what `before` holds, or into `gradient` itself.
    func differentiate(
        _ trained: Trained, _ gradient: [Float], second: [Float]? = nil, before: [Float]? = nil, inPlace: Bool = false
    ) -> Gradients {
        let (input, upstream) = (BlockedTensor(shape, source), BlockedTensor(shape.alone, gradient))
        let secondUpstream = second.map { BlockedTensor(shape, $0) }
        let result = inPlace ? upstream : BlockedTensor(shape, before)
        var (mean, variance) = (trained.mean, trained.variance)
        var (scaleGradient, shiftGradient) = (keptMean, keptMean)
        withNorm(&mean, &variance) { machine, norm, scratch in
            scaleGradient.withUnsafeMutableBufferPointer { scaleGradient in
                shiftGradient.withUnsafeMutableBufferPointer { shiftGradient in
                    ckern_batch_norm_backward(
                        machine, norm, input.code, upstream.code, secondUpstream?.code ?? CkernTensor(), result.code,
                        before != nil, scaleGradient.baseAddress, shiftGradient.baseAddress, scratch)
                }
            }
        }
        return Gradients(source: result, scale: scaleGradient, shift: shiftGradient)
    }

    /// Calls `body` with what the kernels take.
    private func withNorm(
        _ mean: inout [Float], _ variance: inout [Float],
        _ body: (UnsafePointer<CkernMachine>, UnsafePointer<CkernBatchNorm>, UnsafeMutableRawPointer?) -> Void
    ) {
        var machine = machine.code
        var scratch = [Double](repeating: 0, count: (ckern_batch_norm_scratch_byte_count(shape.code) + 7) / 8)
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
