import CKernels
import Testing

/// The bits of the rule as it is written, on every instruction set.
@Suite struct SGDTests {
    @Test(arguments: Machine.all, [1, 31, 32, 70, 1000]) func bits(machine: Machine, count: Int) {
        for (momentum, nesterov) in [(0, false), (0.9, false), (0.9, true)] as [(Float, Bool)] {
            var machine = machine.code
            var rule = CkernSGD(rate: 0.1, momentum: momentum, weightDecay: 5e-4, nesterov: nesterov)
            let gradients = numbers(count, seed: 2)
            var (values, velocity) = (numbers(count, seed: 1), numbers(count, seed: 3))
            let expected = zip(zip(values, gradients), velocity).map { pair, velocity in
                step(pair.0, pair.1, velocity, rule)
            }
            velocity.withUnsafeMutableBufferPointer { velocity in
                ckern_sgd(&machine, &rule, count, &values, gradients, momentum > 0 ? velocity.baseAddress : nil)
            }
            #expect(values == expected.map(\.value))
            if momentum > 0 { #expect(velocity == expected.map(\.velocity)) }
        }
    }

    private func step(
        _ value: Float, _ gradient: Float, _ velocity: Float, _ rule: CkernSGD
    ) -> (value: Float, velocity: Float) {
        let decayed = gradient + rule.weightDecay * value
        guard rule.momentum > 0 else { return (value - rule.rate * decayed, velocity) }
        let moved = rule.momentum * velocity + decayed
        return (value - rule.rate * (rule.nesterov ? decayed + rule.momentum * moved : moved), moved)
    }
}
