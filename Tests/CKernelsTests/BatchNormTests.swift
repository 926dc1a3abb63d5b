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
                images: 2, channels: 8, height: 33, width: 37, block: 8, isBFloat16: isBFloat16, blocksBefore: 1),
            BlockedShape(
                images: 5, channels: 3, height: 1, width: 1, block: 16, isBFloat16: isBFloat16, blocksAfter: 3),
            BlockedShape(images: 2, channels: 150, height: 3, width: 3, block: 16, isBFloat16: isBFloat16),
            BlockedShape(
                images: 3, channels: 10, height: 3, width: 5, block: 4, isBFloat16: isBFloat16, blocksBefore: 1,
                blocksAfter: 2),
            BlockedShape(images: 2, channels: 128, height: 4, width: 6, block: 4, isBFloat16: isBFloat16),
            BlockedShape(
                images: 3, channels: 3, height: 29, width: 37, block: 4, isBFloat16: isBFloat16, blocksAfter: 1),
        ]
    }

    @Test(arguments: Machine.all, shapes) func training(machine: Machine, shape: BlockedShape) {
        for appliesReLU in [false, true] {
            var run = BatchNormRun(shape, machine)
            run.appliesReLU = appliesReLU
            let (found, exact) = (run.train(), run.exact())
            #expect(difference(found.output.values, exact.output, within: shape.bound) == nil)
            #expect(found.output.isCleanAround)
            #expect(difference(found.mean, exact.mean, within: .float32) == nil)
            #expect(difference(found.variance, exact.variance, within: .float32) == nil)
            let running = exact.running(run.keptMean, run.keptVariance, momentum: 0.1)
            #expect(difference(found.runningMean, running.mean, within: .float32) == nil)
            #expect(difference(found.runningVariance, running.variance, within: .float32) == nil)
        }
    }

    /// Where threads share the images of a block, some have overwritten theirs before others begin.
    @Test(arguments: Machine.all + Machine.manyThreads, shapes)
    func trainingInPlace(machine: Machine, shape: BlockedShape) {
        let run = BatchNormRun(shape, machine)
        let (exact, rounds) = (run.exact(), machine.order == .atOnce ? 20 : 1)
        for _ in 0..<rounds {
            let found = run.train(inPlace: true)
            #expect(difference(found.output.values, exact.output, within: shape.bound) == nil)
            #expect(found.output.isCleanAround)
            #expect(difference(found.mean, exact.mean, within: .float32) == nil)
            #expect(difference(found.variance, exact.variance, within: .float32) == nil)
        }
    }

    @Test(arguments: Machine.all, shapes) func gradients(machine: Machine, shape: BlockedShape) {
        let gradient = shape.numbers(seed: 6)
        for appliesReLU in [false, true] {
            var run = BatchNormRun(shape, machine)
            run.appliesReLU = appliesReLU
            #expect(!run.exact().hasKink, "the numbers must not leave a sign to rounding")
            let exact = run.exact().gradients(gradient.map(Double.init))
            for inPlace in [false, true] {
                let found = run.differentiate(run.train(), gradient, inPlace: inPlace)
                #expect(difference(found.source.values, exact.source, within: shape.bound) == nil)
                #expect(found.source.isCleanAround)
                #expect(difference(found.scale, exact.scale, within: .sums) == nil)
                #expect(difference(found.shift, exact.shift, within: .sums) == nil)
            }
        }
    }

    @Test(arguments: Machine.all, shapes) func twoGradientsOntoAThird(machine: Machine, shape: BlockedShape) {
        let (first, second, before) = (shape.numbers(seed: 6), shape.numbers(seed: 7), shape.numbers(seed: 8))
        let run = BatchNormRun(shape, machine)
        let exact = run.exact().gradients(zip(first, second).map { Double($0) + Double($1) })
        let found = run.differentiate(run.train(), first, second: second, before: before)
        #expect(
            difference(found.source.values, zip(exact.source, before).map { $0 + Double($1) }, within: shape.bound)
                == nil)
        #expect(found.source.isCleanAround)
        #expect(difference(found.scale, exact.scale, within: .sums) == nil)
        #expect(difference(found.shift, exact.shift, within: .sums) == nil)
    }

    @Test(arguments: Machine.all, shapes) func evaluation(machine: Machine, shape: BlockedShape) {
        let run = BatchNormRun(shape, machine)
        for inPlace in [false, true] {
            let found = run.evaluate(inPlace: inPlace)
            #expect(difference(found.values, run.exact(usesKept: true).output, within: shape.bound) == nil)
            #expect(found.isCleanAround)
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true)])
    func partsMayBeMissing(hasScale: Bool, hasShift: Bool) {
        let shape = BlockedShape(images: 2, channels: 5, height: 3, width: 3, block: 8)
        var run = BatchNormRun(shape, .best)
        if !hasScale { run.scale = nil }
        if !hasShift { run.shift = nil }
        let trained = run.train()
        #expect(difference(trained.output.values, run.exact().output, within: shape.bound) == nil)
        let gradient = shape.numbers(seed: 6)
        let exact = run.exact().gradients(gradient.map(Double.init))
        #expect(
            difference(run.differentiate(trained, gradient).source.values, exact.source, within: shape.bound) == nil)
    }

    /// However the work is cut, the bits are the same.
    @Test(arguments: shapes) func threadsDoNotChangeBits(shape: BlockedShape) {
        let gradient = shape.numbers(seed: 6)
        let outcomes = [1, 2, 3].map { threads in
            let run = BatchNormRun(shape, Machine(instructions: ckern_best_instructions().rawValue, threads: threads))
            let trained = run.train()
            let back = run.differentiate(trained, gradient)
            return [
                trained.output.values, trained.mean, trained.runningVariance, back.source.values, back.scale,
                back.shift,
            ]
        }
        #expect(outcomes[0] == outcomes[1])
        #expect(outcomes[0] == outcomes[2])
    }

    /// Far from 0, and with a first image that is nothing like the others.
    @Test(arguments: Machine.all) func varianceDoesNotCancel(machine: Machine) {
        let shape = BlockedShape(images: 4, channels: 16, height: 9, width: 9, block: 16)
        let far = shape.numbers(seed: 1).map { 4096 + $0 }
        let outlying = shape.numbers(seed: 1).enumerated().map { $0 < shape.count / 4 ? 100 : $1 }
        for source in [far, outlying] {
            let run = BatchNormRun(shape, machine, source: source)
            let relative = Bound(absolute: 0, relative: 1e-6)
            #expect(difference(run.train().variance, run.exact().variance, within: relative) == nil)
        }
    }

    @Test(arguments: Machine.all) func whatIsNoNumberIsSeen(machine: Machine) {
        let shape = BlockedShape(images: 2, channels: 3, height: 2, width: 2, block: 8)
        var source = shape.numbers(seed: 1)
        source[5] = .nan
        let output = BatchNormRun(shape, machine, source: source).train().output.values
        // Index 5 belongs to the second channel, 4..<8 and 16..<20.
        for index in output.indices { #expect(output[index].isNaN == (index / 4 % 3 == 1)) }
    }
}
