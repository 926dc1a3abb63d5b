import Execution
import Layers
import Networks
import Recipes
import SpecCompiler
import TestSupport
import Testing
import Training

/// The sums and groups of a timing, and that a step is what it says.
struct StepTimingTests {
    private static func timing(optimizer: (any Optimizer)?) throws -> StepTiming {
        let network = try TinyTraining(in: TemporaryFolder()).experiment.network
        return try StepTiming.measure(
            StepSetup(
                network: network.forTraining(labelSmoothing: 0), phase: optimizer == nil ? .evaluation : .training,
                batch: 4, optimizer: optimizer, backend: ReferenceBackend()), steps: 3)
    }

    @Test func rowsHoldAllOfTheStep() throws {
        let timing = try Self.timing(optimizer: SGD(rate: 0.1, momentum: 0.9))
        for depth in [1, nil] {
            let rows = timing.parts.rows(depth: depth)
            #expect(abs(rows.reduce(0) { $0 + $1.seconds } - timing.parts.seconds) < 1e-9)
            #expect(rows.last?.path == "optimizer")
            #expect(Set(rows.map(\.path)).count == rows.count)
        }
    }

    /// Weights are brought into their layouts before anything else, in any order.
    @Test func rowsComeInTheNetworksOrder() throws {
        let network = try TinyTraining(in: TemporaryFolder()).experiment.network
        let operations = [[], [2], [1, 3], [0], [1]].map { nodes in
            OperationProfile(
                pass: .weights, nodes: nodes, name: "reorder", implementation: "any", layouts: "", multiplyAdds: 0,
                byteCount: 1)
        }
        let parts = StepParts(untimed: network, ProgramOutline(profile: operations, memory: nil))
        let paths = network.nodes.map(\.path)
        #expect(
            parts.rows(depth: nil).map(\.path)
                == [paths[0], paths[1], "\(paths[1]) + \(paths[3])", paths[2], "other"])
    }

    @Test func evaluationHasNeitherBackwardNorOptimizer() throws {
        let timing = try Self.timing(optimizer: nil)
        #expect(timing.parts.update == nil)
        #expect(timing.parts.rows(depth: nil).allSatisfy { $0.backward.seconds == 0 && $0.path != "optimizer" })
        #expect(timing.imagesPerSecond == 4 / timing.secondsPerStep)
    }

    /// Forward a layer multiplies as often as `summary` says; backward twice as often, once where its input is the picture.
    @Test func operationsCountTheLayersMultiplyAdds() throws {
        let timing = try Self.timing(optimizer: SGD(rate: 0.1))
        let forward = timing.parts.rows(depth: nil).reduce(0) { $0 + $1.forward.flops }
        let wanted = timing.parts.network.nodes.reduce(0) { $0 + $1.multiplyAdds } * 2 * 4
        #expect(wanted > 0)
        #expect(forward == wanted)
    }
}
