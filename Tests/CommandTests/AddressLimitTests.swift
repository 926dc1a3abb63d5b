import Foundation
import TestSupport
import Testing

/// `ulimit -v` ends no command by a signal: what runs out of addresses says so.
struct AddressLimitTests {
    /// From a limit under which even the engine's threads cannot start, to one under which the training runs.
    @Test(arguments: [60_000, 120_000, 200_000, 300_000, 350_000, 400_000, 600_000])
    func tooFewAddressesAreSaid(kibibytes: Int) throws {
        let folder = try TinySpec.folder()
        let outcome = try TinySpec.train(folder, "--max-steps", "2", prelude: "ulimit -v \(kibibytes)")
        #expect(outcome.signal == nil)
        #expect(outcome.status == 0 || outcome.messages.contains("error"))
    }

    /// A data set of full size, whose files are holes: from a limit under which it does not fit to one under which only its
    /// last file does not.
    @Test(arguments: [140_000, 190_000, 220_000, 250_000]) func dataThatDoesNotFitIsSaid(kibibytes: Int) throws {
        let folder = try TinySpec.folder()
        try folder.write(
            TinySpec.text.replacing("{synthetic: {train: 256, test: 64}}", with: "cifar10"), to: "tiny.yaml")
        for name in (1...5).map({ "data_batch_\($0).bin" }) + ["test_batch.bin"] {
            try folder.write([UInt8](), to: name)
            let file = try #require(FileHandle(forWritingAtPath: folder[name]))
            try file.truncate(atOffset: 30_730_000)
        }
        let outcome = try TinySpec.train(
            folder, "--data", folder.path, "--max-steps", "1", prelude: "ulimit -v \(kibibytes)")
        #expect(outcome.signal == nil && outcome.status == 2)
        #expect(outcome.messages.contains("more than the machine will give"), "\(outcome.messages)")
    }

    /// Weights of 2 GiB do not become less with a smaller batch.
    @Test func weightsThatDoNotFitAreNoMatterOfTheBatch() throws {
        let folder = try TinySpec.folder()
        try folder.write(
            TinySpec.text.replacing(
                "  - linear: {name: scores",
                with: "  - linear: {name: wide, outputs: 50_000_000}\n  - linear: {name: scores"),
            to: "tiny.yaml")
        let outcome = try TinySpec.train(folder, prelude: "ulimit -v 2000000")
        outcome.expectRefusal(
            2, "more than the machine will give", "take a smaller network, or a machine with more memory")
        #expect(!outcome.messages.contains("batch"))
    }

    @Test func theBatchThatIsProposedRuns() throws {
        let folder = try TinySpec.folder()
        func train(batch: String) throws -> Outcome {
            try TinySpec.train(
                folder, "--max-steps", "1", "--set", "data.source.synthetic.train=65536", "--set",
                "train.batch=\(batch)",
                prelude: "ulimit -v 700000")
        }
        let refusal = try train(batch: "65536")
        let words = try #require(refusal.messages.split(separator: "lower it to ").last?.split(separator: ","))
        let largest = try #require(words.first)
        try train(batch: String(largest)).expectSuccess()
    }
}
