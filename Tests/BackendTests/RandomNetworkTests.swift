import Execution
import RandomNetworks
import Tensors
import Testing
import ThisMachine

/// Networks made up from seeds, on oneDNN's backend and the reference. `judge-networks` goes on with other seeds.
@Suite(.serialized) struct RandomNetworkTests {
    private static let precisions = ThisMachine.hasBFloat16 ? Precision.allCases : [.float32]

    @Test(arguments: 1...12) func backendsAgree(seed: Int) throws {
        let draft = NetworkGenerator.draft(seed: UInt64(seed))
        let judge = Judge(try JudgedNetwork(text: draft.text))
        for trial in Trial.drawn(seed: UInt64(seed), precisions: Self.precisions) {
            let mistakes = try judge.mistakes(in: trial)
            #expect(mistakes.isEmpty, "judge-networks --seed \(seed) --case \(trial)\n\(draft.text)")
        }
    }

    @Test(arguments: try KeptCase.all) func whatWasWrongIsRight(_ kept: KeptCase) throws {
        let judge = Judge(try JudgedNetwork(text: kept.text))
        for trial in [kept.trial] + Trial.all(precisions: Self.precisions, numberSeed: kept.trial.numberSeed)
        where Self.precisions.contains(trial.precision) {
            let mistakes = try judge.mistakes(in: trial)
            #expect(mistakes.isEmpty, "judge-networks --spec \(kept.name).yaml --case \(trial)")
        }
    }
}
