import Recipes
import Testing

/// Steps of PyTorch 2's `torch.optim.SGD` in float32:
///
///     w = torch.tensor([0.5, -1.0, 2.0], requires_grad=True); o = torch.optim.SGD([w], lr=0.1, …)
///     for s in range(4):
///         w.grad = torch.tensor([0.1 * (s + 1), -0.2, 0.3 * (-1) ** s]) + 0.5 * w.detach(); o.step(); print(w)
@Suite struct SGDTests {
    @Test func plain() {
        expect(
            SGD(rate: 0.1),
            [
                [0.4650000035762787, -0.9300000071525574, 1.8700000047683716],
                [0.421750009059906, -0.8634999990463257, 1.80649995803833],
                [0.37066251039505005, -0.8003249764442444, 1.686174988746643],
                [0.3121293783187866, -0.7403087019920349, 1.631866216659546],
            ])
    }

    @Test func weightDecay() {
        expect(
            SGD(rate: 0.1, weightDecay: 0.01),
            [
                [0.4645000100135803, -0.9290000200271606, 1.8680000305175781],
                [0.4208105206489563, -0.8616210222244263, 1.802731990814209],
                [0.3693491816520691, -0.7976783514022827, 1.6807926893234253],
                [0.31051236391067505, -0.7369967699050903, 1.6250722408294678],
            ])
    }

    @Test func momentum() {
        expect(
            SGD(rate: 0.1, momentum: 0.9, weightDecay: 0.01),
            [
                [0.4645000100135803, -0.9290000200271606, 1.8680000305175781],
                [0.3888605237007141, -0.7977210283279419, 1.6839320659637451],
                [0.27095308899879456, -0.6188861727714539, 1.4023903608322144],
                [0.11101779341697693, -0.4063715934753418, 1.1074808835983276],
            ])
    }

    @Test func nesterov() {
        expect(
            SGD(rate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01),
            [
                [0.43255001306533813, -0.8651000261306763, 1.7491999864578247],
                [0.3238809108734131, -0.6857618689537048, 1.5297825336456299],
                [0.17554871737957, -0.47761526703834534, 1.180359125137329],
                [-0.009094792418181896, -0.2554788887500763, 0.9057183265686035],
            ])
    }

    /// `o.param_groups[0]['lr'] = 0.1 / (s + 1)` before each step: the rate is outside the velocity.
    @Test func changingRate() {
        expect(
            SGD(rate: 0.1, momentum: 0.9),
            [
                [0.4650000035762787, -0.9300000071525574, 1.8700000047683716],
                [0.42762500047683716, -0.8652499914169312, 1.7797499895095825],
                [0.3880729079246521, -0.8053125143051147, 1.685937523841858],
                [0.34652432799339294, -0.7497882843017578, 1.6090399026870728],
            ], rate: { 0.1 / Double($0 + 1) })
    }

    /// The three values stand in turn in several vectors.
    private func expect(_ optimizer: SGD, _ expected: [[Float]], rate: (Int) -> Double = { _ in 0.1 }) {
        let length = 3 * Vector.scalarCount
        let values = buffer((0..<length).map { [0.5, -1, 2][$0 % 3] })
        let gradients = buffer([Float](repeating: 0, count: length))
        let states = buffer([Float](repeating: 0, count: max(1, optimizer.stateCount) * length))
        for (step, wanted) in expected.enumerated() {
            let sign: Float = step % 2 == 0 ? 1 : -1
            for index in 0..<length {
                gradients[index] = [0.1 * Float(step + 1), -0.2, 0.3 * sign][index % 3] + 0.5 * values[index]
            }
            optimizer.rule(rate: rate(step), step: step).apply(
                to: ParameterSlice(
                    count: length, values: values, gradients: gradients, states: states, stateStride: length))
            for index in 0..<length { #expect(abs(values[index] - wanted[index % 3]) < 5e-7, "step \(step)") }
        }
        for numbers in [values, gradients, states] { numbers.deallocate() }
    }

    private func buffer(_ values: [Float]) -> UnsafeMutablePointer<Float> {
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
        buffer.initialize(from: values, count: values.count)
        return buffer
    }
}
