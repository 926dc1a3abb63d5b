import Execution
import LayerCases
import Layers
import Networks
import OneDNNBackend
import Planning
import Recipes
import Tensors
import Testing
import Training

@Suite(.serialized) struct AverageTests {
    /// By hand: 10 steps in an epoch, every 4 steps from epoch 0.5 on, so after steps 8, 12, 16.
    @Test func isDueWhenItSays() {
        let settings = AverageSettings(.decay(0.75), every: 4, from: 0.5)
        let due = (1...16).filter { settings.share(afterStep: $0, stepsPerEpoch: 10) != nil }
        #expect(due == [8, 12, 16])
        #expect(settings.firstStep(stepsPerEpoch: 10) == 8)
        #expect(settings.share(afterStep: 8, stepsPerEpoch: 10) == 1)
        #expect(settings.share(afterStep: 12, stepsPerEpoch: 10) == 0.25)
        #expect(AverageSettings(.decay(0.5)).firstStep(stepsPerEpoch: 3) == 1)
    }

    /// Two epochs of 10 steps are 5 times 4 steps: five of them leave a half.
    @Test func halfLives() throws {
        let settings = AverageSettings(.halfLife(epochs: 2), every: 4)
        let share = try #require(settings.share(afterStep: 8, stepsPerEpoch: 10))
        let left = (0..<5).reduce(1.0) { left, _ in left * (1 - share) }
        #expect(abs(left - 0.5) < 1e-12)
    }

    /// `torch.optim.swa_utils.AveragedModel` with `get_ema_multi_avg_fn(0.75)` and `use_buffers`: first a copy, then
    /// `lerp(average, weight, 0.25)`; of 1, 3 and −5 by hand 1, 1.5, −0.125.
    @Test func averagesWeightsAndStatistics() throws {
        let network = try CaseNetwork(LayerCase("batch-norm: {}", on: [48, 4, 4])).network
        for backend in [ReferenceBackend(), try OneDNNBackend(threads: 3)] as [any Backend] {
            let parameters = try ParameterStore(network)
            let executable = try backend.compile(
                ExecutionPlan(network, phase: .training, batch: 1), parameters: parameters)
            let average = try WeightAverage(
                AverageSettings(.decay(0.75), every: 2), of: network, stepsPerEpoch: 1)
            let steps: [(Float, Float)] = [(9, 9), (1, 1), (7, 1), (3, 1.5), (8, 1.5), (-5, -0.125)]
            for (step, (value, wanted)) in steps.enumerated() {
                parameters.values.update(repeating: value)
                try average.update(parameters, afterStep: step + 1, on: executable)
                average.prepare(for: parameters, afterStep: step + 1)
                #expect(average.store.values.allSatisfy { $0 == wanted }, "\(step)")
            }
        }
    }
}
