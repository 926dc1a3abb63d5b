import Execution
import Layers
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
        let trainer = try tiny.trainer(in: RunFolder.create(at: folder[name], spec: tiny.experiment.resolvedText))
        let outcome = try trainer.train(maxSteps: 4)
        let entries = trainer.parameters.entries
        return (
            outcome.step,
            Dictionary(uniqueKeysWithValues: entries.map { ($0.name, trainer.parameters.tensor($0)) })
        )
    }

    @Test func frozenParametersStayBitForBit() throws {
        let folder = try TemporaryFolder()
        let others = ["rules: [{match: \"*\", freeze: true}, {match: \"classifier.*\", freeze: false}]"]
        let tiny = try TinyTraining(in: folder, optimizer: "{adamw: {rate: 0.1}}", others: others)
        let trainer = try tiny.trainer(in: RunFolder.create(at: folder["run"], spec: tiny.experiment.resolvedText))
        let first = Dictionary(
            uniqueKeysWithValues: trainer.parameters.entries.map { ($0.name, trainer.parameters.tensor($0)) })
        _ = try trainer.train(maxSteps: 3)
        for entry in trainer.parameters.entries {
            let isSame = trainer.parameters.tensor(entry) == first[entry.name]
            #expect(
                isSame != (entry.name.hasPrefix("classifier") || entry.specification.role == .buffer), "\(entry.name)")
        }
    }
}
