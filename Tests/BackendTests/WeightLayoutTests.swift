import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing

/// Weights are brought into the layouts of primitives again where what they are made of has changed, and only there.
@Suite(.serialized) struct WeightLayoutTests {
    private static let steps =
        "[{convolution: {name: conv, filters: 32, kernel: 3, pad: 1, bias: false}}, batch-norm, "
        + "{convolution: {filters: 32, kernel: 3, pad: 1}}, relu, global-average-pool, {linear: {outputs: 4}}]"

    private let parameters: ParameterStore
    private let executable: any Executable
    private let batch: Batch

    init() throws {
        let network = try GraphNetwork.network(of: Self.steps).adding(loss: SoftmaxCrossEntropy())
        parameters = try ParameterStore(network)
        GraphNetwork.fill(parameters)
        executable = try OneDNNBackend(threads: 1).compile(
            ExecutionPlan(network, phase: .training, batch: 5), parameters: parameters)
        batch = try Batch.random(for: network, count: 5)
    }

    /// The micro-batches of one step: each moves the running statistics, and the weights stay where they were laid out. That
    /// shows where somebody changes weights without a word: the layouts do not follow.
    @Test func trainingLaysOutWeightsOnceAStep() throws {
        guard executable.profile.contains(where: { $0.pass == .weights && $0.nodes == [2] }) else { return }
        try executable.run(batch)
        let (scores, statistics) = (Array(executable.scores), statistics)
        let weight = try #require(parameters.entries.first { $0.node == 2 && $0.specification.name == .weight })
        for place in weight.range { parameters.values[place] += 1 }
        try executable.run(batch)
        #expect(Array(executable.scores) == scores)
        #expect(self.statistics != statistics)
        parameters.noteChange(of: .learned)
        try executable.run(batch)
        #expect(Array(executable.scores) != scores)
    }

    /// Where batch normalisation is folded into weights, those are made of running statistics too.
    @Test func evaluationFollowsStatistics() throws {
        let network = try GraphNetwork.network(of: Self.steps)
        let evaluation = try OneDNNBackend(threads: 1).compile(
            ExecutionPlan(network, phase: .evaluation, batch: 5), parameters: parameters)
        try evaluation.run(batch)
        let scores = Array(evaluation.scores)
        try executable.run(batch)
        try evaluation.run(batch)
        #expect(Array(evaluation.scores) != scores)
    }

    private var statistics: [Float] { Array(parameters.values[parameters.learnedCount...]) }
}
