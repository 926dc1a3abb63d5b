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
