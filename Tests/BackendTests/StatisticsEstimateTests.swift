import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing
import Training

/// Running statistics that are found anew are those of `torch.optim.swa_utils.update_bn`: over some batches the mean of each
/// batch's mean and unbiased variance.
@Suite(.serialized) struct StatisticsEstimateTests {
    @Test(arguments: [0.3, 1]) func meansOverBatches(momentum: Double) throws {
        let network = try GraphNetwork.network(
            of: "[{batch-norm: {name: norm, momentum: \(momentum)}}, global-average-pool, {linear: {outputs: 4}}]"
        ).adding(loss: SoftmaxCrossEntropy())
        let batches = try [1, 2, 3].map { try batch($0) }
        for backend in [ReferenceBackend(), try OneDNNBackend(threads: 2)] as [any Backend] {
            let (parameters, average) = (try ParameterStore(network), try ParameterStore(network))
            GraphNetwork.fill(parameters)
            average.initialize(seed: 7)
            let (before, weights) = (Array(parameters.values), Array(average.learnedValues))
            let executable = try backend.compile(
                ExecutionPlan(network, phase: .training, batch: 5), parameters: parameters)
            var rest = batches[...]
            try StatisticsEstimate(executable, parameters).find(for: average, count: 3) { rest.popFirst() }
            #expect(Array(parameters.values) == before)
            #expect(Array(average.learnedValues) == weights)
            for entry in average.entries where entry.specification.role == .buffer {
                for (channel, found) in average.tensor(entry).values.enumerated() {
                    let wanted = batches.map { statistic(entry.specification.name, channel, $0) }.reduce(0, +) / 3
                    #expect(abs(Double(found) - wanted) < 1e-6, "\(entry.name) \(channel)")
                }
            }
        }
    }

    /// Where a batch has no part in the running statistics, none can be found by batches.
    @Test func statisticsWithoutMomentumStay() throws {
        let network = try GraphNetwork.network(
            of: "[{batch-norm: {name: norm, momentum: 0}}, global-average-pool, {linear: {outputs: 4}}]"
        ).adding(loss: SoftmaxCrossEntropy())
        for backend in [ReferenceBackend(), try OneDNNBackend(threads: 2)] as [any Backend] {
            let (parameters, average) = (try ParameterStore(network), try ParameterStore(network))
            GraphNetwork.fill(parameters)
            average.initialize(seed: 7)
            for place in average.statistics.indices { average.statistics[place] += 0.5 }
            let (own, others) = (Array(parameters.values), Array(average.values))
            let executable = try backend.compile(
                ExecutionPlan(network, phase: .training, batch: 5), parameters: parameters)
            try StatisticsEstimate(executable, parameters).find(for: average, count: 2) { try batch(1) }
            #expect(Array(parameters.values) == own && Array(average.values) == others)
            // Nor where there are too few.
            try StatisticsEstimate(executable, parameters).find(for: average, count: 2) { nil }
            #expect(Array(parameters.values) == own && Array(average.values) == others)
        }
    }

    private func batch(_ seed: UInt64) throws -> Batch {
        var random = KeyedRandom(seed: seed, purpose: .synthesis)
        let pixels = (0..<5 * 108).map { _ in random.uniform(-1, Float(seed)) }
        return try Batch(pixels: pixels, targets: [0, 1, 2, 3, 1], classCount: 4)
    }

    /// Of a channel of 5 pictures of 3 × 6 × 6.
    private func statistic(_ name: ParameterSpecification.Name, _ channel: Int, _ batch: Batch) -> Double {
        let pixels: [Float] = batch.pixels
        var numbers: [Double] = []
        for picture in 0..<5 {
            let start = (picture * 3 + channel) * 36
            numbers += pixels[start..<start + 36].map { Double($0) }
        }
        let mean: Double = numbers.reduce(0, +) / 180
        var squares = 0.0
        for number in numbers { squares += (number - mean) * (number - mean) }
        return name == .mean ? mean : squares / 179
    }
}
