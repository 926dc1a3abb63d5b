import Execution
import Layers
import Networks
import SpecCompiler
import TestSupport
import Testing
import Training

/// What is told of a training's first steps, and that nothing is where they are as they should be.
@Suite struct FirstStepsTests {
    private let parameters: ParameterStore
    private var steps: FirstSteps

    init() throws {
        let tiny = try TinyTraining(in: TemporaryFolder())
        let network = try tiny.experiment.network.forTraining(labelSmoothing: 0)
        parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        for index in parameters.gradients.indices { parameters.gradients[index] = 1 }
        steps = FirstSteps(network, parameters, isUntrained: true)
    }

    /// ln 10 = 2.3026
    @Test mutating func theFirstLossIsThatOfGuessing() {
        #expect(steps.lookBefore(step: 1, loss: 2.31, parameters) == nil)
        #expect(steps.lookBefore(step: 1, loss: .nan, parameters) == nil)
        #expect(
            steps.lookBefore(step: 1, loss: 9.5, parameters)
                == "the first loss is 9.50, and that of guessing is 2.30, ln 10: the first scores are too large; look at "
                + "`weight-init` and at `normalize`")
        #expect(
            steps.lookBefore(step: 1, loss: 0.01, parameters)?.hasSuffix("do the pictures show their labels?") == true)
        #expect(steps.lookBefore(step: 2, loss: 9.5, parameters) == nil)
    }

    /// (1 + 0.6) · ln 10 = 3.6841
    @Test func auxiliaryLossesAreGuessedToo() throws {
        let head = "{weight: 0.6, network: [global-average-pool, {linear: {outputs: 10}}]}"
        let tiny = try TinyTraining(
            in: TemporaryFolder(), middle: "relu: {name: act}\n  - auxiliary: \(head)")
        let network = try tiny.experiment.network.forTraining(labelSmoothing: 0)
        let parameters = try ParameterStore(network)
        var steps = FirstSteps(network, parameters, isUntrained: true)
        let told = steps.lookBefore(step: 1, loss: 9.5, parameters)
        #expect(
            told?.contains("that of guessing is 3.68, 1.6 · ln 10: the first scores") == true, "\(told ?? "nothing")")
    }

    /// Three of the four filters of the stem have no gradient.
    @Test mutating func idleFiltersAreTold() throws {
        #expect(steps.lookBefore(step: FirstSteps.watchedStep, loss: 2, parameters) == nil)
        let stem = try #require(parameters.entries.first { $0.name == "stem.weight" })
        let length = stem.range.count / 4
        for index in stem.range.dropFirst(length) { parameters.gradients[index] = 0 }
        #expect(
            steps.lookBefore(step: FirstSteps.watchedStep, loss: 2, parameters)
                == "in step 10 no gradient reaches 3 of the 4 outputs of `stem.weight`: the ReLUs behind them are never above 0, "
                + "or nothing reads them")
    }

    @Test(arguments: [(Float(1.001), nil), (2, "the rate is too high"), (1, "the rate is too low")])
    mutating func lengthsOfStepsAreTold(factor: Float, end: String?) {
        _ = steps.lookBefore(step: FirstSteps.watchedStep, loss: 2, parameters)
        for index in parameters.learnedValues.indices { parameters.values[index] *= factor }
        let told = steps.lookAfter(step: FirstSteps.watchedStep, parameters)
        #expect(told?.hasSuffix(end ?? "?") ?? (end == nil), "\(told ?? "nothing")")
        if factor == 2 { #expect(told?.contains("by 1 of its length; about 0.001 is usual") == true) }
        // Once.
        #expect(steps.lookAfter(step: FirstSteps.watchedStep, parameters) == nil)
    }
}
