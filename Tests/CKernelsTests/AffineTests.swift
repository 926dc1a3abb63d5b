import CKernels
import Testing

@Suite struct AffineTests {
    @Test(arguments: Machine.all, BatchNormTests.shapes) func eachChannel(machine: Machine, shape: BlockedShape) {
        let source = shape.numbers(seed: 1)
        let (factor, summand) = (numbers(shape.channels, seed: 2), numbers(shape.channels, seed: 3))
        var machine = machine.code
        for (hasFactor, hasSummand, appliesReLU) in [(true, true, false), (true, false, true), (false, true, true)] {
            let (input, output) = (BlockedTensor(shape, source), BlockedTensor(shape))
            withOptionalPointer(hasFactor ? factor : nil) { factor in
                withOptionalPointer(hasSummand ? summand : nil) { summand in
                    ckern_affine(&machine, shape.code, factor, summand, appliesReLU, input.code, output.code)
                }
            }
            let exact = source.enumerated().map { index, x in
                let channel = index / shape.pixels % shape.channels
                let y =
                    (hasFactor ? Double(factor[channel]) : 1) * Double(x)
                    + (hasSummand ? Double(summand[channel]) : 0)
                return appliesReLU ? max(y, 0) : y
            }
            #expect(difference(output.values, exact, within: shape.bound) == nil)
            #expect(output.isCleanAround)
        }
    }
}
