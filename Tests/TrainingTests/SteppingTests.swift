import Execution
import Layers
import Recipes
import SpecCompiler
import Tensors
import TestSupport
import Testing
import Training

/// What steps make of the settings that change them.
@Suite struct SteppingTests {
    /// Two batches of 4 are one of 8 where nothing normalises: the same pictures in the same order, the same mean. Only the
    /// order of sums differs.
    @Test func severalBatchesAreALargeOne() throws {
        let folder = try TemporaryFolder()
        let whole = try trained(folder, "whole", batch: 8, others: [])
        let parts = try trained(folder, "parts", batch: 4, others: ["accumulate: 2"])
        #expect(whole.step == 4 && parts.step == 4)
        for (name, wanted) in whole.weights {
            let found = try #require(parts.weights[name])
            for (wanted, found) in zip(wanted.values, found.values) {
                #expect(abs(wanted - found) <= 1e-5 * max(1, abs(wanted)), "\(name)")
            }
        }
    }

    private func trained(
        _ folder: TemporaryFolder, _ name: String, batch: Int, others: [String]
    ) throws -> (step: Int, weights: [String: Tensor]) {
        let tiny = try TinyTraining(
            in: folder, epochs: 1, batch: batch, rate: 0.1, norm: "{relu: {name: first}}", others: others)
        let outcome = try tiny.begin(name, maxSteps: 4)
        return (outcome.step, try weights(of: name, tiny))
    }

    @Test func frozenParametersStayBitForBit() throws {
        let folder = try TemporaryFolder()
        let others = ["rules: [{match: \"*\", freeze: true}, {match: \"classifier.*\", freeze: false}]"]
        let tiny = try TinyTraining(in: folder, optimizer: "{adamw: {rate: 0.1}}", others: others)
        let first = try ParameterStore(tiny.experiment.network)
        first.initialize(seed: try #require(tiny.experiment.training).seed)
        try tiny.begin("run", maxSteps: 3)
        let last = try weights(of: "run", tiny)
        for entry in first.entries {
            let isSame = first.tensor(entry) == last[entry.name]
            #expect(
                isSame != (entry.name.hasPrefix("classifier") || entry.specification.role == .buffer), "\(entry.name)")
        }
    }

    /// Of the last checkpoint.
    private func weights(of run: String, _ tiny: TinyTraining) throws -> [String: Tensor] {
        let store = try ParameterStore(tiny.experiment.network)
        let checkpoint = try RunFolder.open(at: tiny.folder[run]).requireLastCheckpoint()
        try WeightsLoader.load(checkpoint.weightsPath, into: store)
        return Dictionary(uniqueKeysWithValues: store.entries.map { ($0.name, store.tensor($0)) })
    }
}
