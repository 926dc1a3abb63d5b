import CKernels
import Testing

/// Batch normalisation against float64, on every instruction set.
@Suite struct BatchNormTests {
    static let shapes = [false, true].flatMap { isBFloat16 in
        [
            BlockedShape(images: 3, channels: 32, height: 5, width: 7, block: 16, isBFloat16: isBFloat16),
            BlockedShape(
                images: 2, channels: 21, height: 3, width: 4, block: 16, isBFloat16: isBFloat16, blocksBefore: 2),
            BlockedShape(
                images: 4, channels: 11, height: 2, width: 3, block: 8, isBFloat16: isBFloat16, blocksAfter: 1),
            BlockedShape(
                images: 2, channels: 8, height: 33, width: 35, block: 8, isBFloat16: isBFloat16, blocksBefore: 1),
            BlockedShape(
                images: 5, channels: 3, height: 1, width: 1, block: 16, isBFloat16: isBFloat16, blocksAfter: 3),
        ]
    }

    @Test(arguments: CkernMachine.all, shapes) func training(machine: Machine, shape: BlockedShape) {
        for appliesReLU in [false, true] {
            let run = BatchNormRun(shape, appliesReLU: appliesReLU, machine)
            let found = run.train()
            #expect(agree(found.output.values, run.exact.output, within: shape.bound))
            #expect(found.output.isCleanAround)
            #expect(agree(found.mean, run.exact.mean, within: 1e-6))
            #expect(agree(found.variance, run.exact.variance, within: 1e-6))
            let running = run.exact.running(run.keptMean, run.keptVariance, momentum: 0.1)
            #expect(agree(found.runningMean, running.mean, within: 1e-6))
            #expect(agree(found.runningVariance, running.variance, within: 1e-6))
        }
    }
}
