import Datasets
import Recipes
import Testing
import Training

@Suite struct ResultTests {
    private func results(_ losses: [Double], _ stopping: EarlyStopping) -> ResultMemory {
        let memory = ResultMemory(stopping)
        for (place, loss) in losses.enumerated() {
            _ = memory.add(TrainingResult(step: place + 1, top1: 1 / (1 + loss), loss: loss))
        }
        return memory
    }

    @Test(arguments: [
        ([5, 4, 3, 2], false), ([5, 6, 7], true), ([5, 6], false), ([5, 6, 4, 7], false), ([5, 6, 4, 7, 8], true),
    ]) func stopsAfterTwoThatAreNoBetter(losses: [Double], isExhausted: Bool) {
        #expect(results(losses, EarlyStopping(patience: 2, measure: .loss)).isExhausted == isExhausted)
        #expect(results(losses, EarlyStopping(patience: 2, measure: .top1)).isExhausted == isExhausted)
    }

    /// A lower loss makes the best of two with the same accuracy, and none that early stopping waits for.
    @Test func aTieIsNothingBetter() {
        let memory = ResultMemory(EarlyStopping(patience: 2))
        for step in 1...3 { _ = memory.add(TrainingResult(step: step, top1: 0.5, loss: 4 - Double(step))) }
        #expect(memory.isExhausted && memory.best?.step == 3)
    }

    @Test func smallChangesAreNone() {
        let memory = results([5, 4.9, 4.8], EarlyStopping(patience: 2, measure: .loss, leastChange: 0.5))
        #expect(memory.isExhausted)
        #expect(memory.best?.step == 3)
        // Small steps add up.
        #expect(!results([5, 4.9, 4.4], EarlyStopping(patience: 2, measure: .loss, leastChange: 0.5)).isExhausted)
    }

    @Test(arguments: ResultMeasure.allCases) func whatIsNoNumberIsNeverBest(measure: ResultMeasure) {
        let memory = results([.nan, .infinity], EarlyStopping(patience: 9, measure: measure))
        #expect(memory.best == nil)
        #expect(memory.add(TrainingResult(step: 3, top1: 0.1, loss: 9)))
        #expect(!memory.add(TrainingResult(step: 4, top1: 1, loss: .nan)))
        #expect(memory.best?.step == 3)
    }

    @Test func aTieGoesToTheLowerLoss() {
        let memory = ResultMemory(nil)
        #expect(memory.add(TrainingResult(step: 1, top1: 0.5, loss: 2)))
        #expect(!memory.add(TrainingResult(step: 2, top1: 0.5, loss: 2)))
        #expect(memory.add(TrainingResult(step: 3, top1: 0.5, loss: 1)))
    }

    @Test func nothingIsForgottenOrCountedTwice() {
        let stopping = EarlyStopping(patience: 2, measure: .loss)
        let first = results([0.1, 0.30000000000000004], stopping)
        let second = ResultMemory(stopping)
        second.restore(first.scalars)
        #expect(second.scalars == first.scalars)
        #expect(!second.add(TrainingResult(step: 2, top1: 0, loss: 0.30000000000000004)))
        #expect(second.scalars == first.scalars)
        #expect(!second.isExhausted)
        _ = second.add(TrainingResult(step: 3, top1: 0, loss: 1))
        #expect(second.isExhausted)
    }

    /// What was counted by top-1 does not end a training that now goes by the loss.
    @Test func anotherMeasureCountsAnew() {
        let first = results([5, 4, 3], EarlyStopping(patience: 2, measure: .top1))
        let falling = ResultMemory(EarlyStopping(patience: 2, measure: .loss))
        falling.restore(first.scalars.merging(["since": "2"]) { $1 })
        #expect(!falling.isExhausted)
        _ = falling.add(TrainingResult(step: 4, top1: 0, loss: 2))
        _ = falling.add(TrainingResult(step: 5, top1: 0, loss: 6))
        #expect(!falling.isExhausted)
        _ = falling.add(TrainingResult(step: 6, top1: 0, loss: 7))
        #expect(falling.isExhausted)
    }

    /// Of 1, 2 and 4: mean 7/3, squares 16/9 + 1/9 + 25/9 = 14/3, over 2: 7/3.
    @Test func spreadByHand() throws {
        let spread = try #require(SeedSummary.Spread([1, 2, 4]))
        #expect(abs(spread.mean - 7.0 / 3) < 1e-15)
        #expect(abs(try #require(spread.deviation) - (7.0 / 3).squareRoot()) < 1e-15)
        #expect(SeedSummary.Spread([]) == nil)
        #expect(SeedSummary.Spread([5])?.deviation == nil)
    }

    @Test func whatDivergedIsNoPartOfTheSpread() throws {
        var summary = SeedSummary()
        for (seed, top1) in [(1, 0.5), (3, 0.75)] {
            let result = TrainingResult(step: 9, top1: top1, loss: 1)
            summary.add(
                seed: UInt64(seed), run: "runs/\(seed)",
                TrainingOutcome(
                    step: 9, end: .allEpochs, evaluation: nil,
                    results: [.test: result, .validation: TrainingResult(step: 9, top1: 1, loss: 0)], best: result,
                    evaluated: .validation, times: nil, comparableSeconds: nil,
                    peakByteCount: nil))
        }
        summary.add(seed: 2, run: "runs/2", TrainingDiverged(place: .loss, step: 4, epoch: 1, rate: 1))
        #expect(summary.test?.top1.mean == 0.625 && summary.validation?.top1.mean == 1)
        #expect(
            summary.text.contains(
                "seed 2: diverged in step 4, in runs/2\n2 seeds: validation top-1 100.00 ± 0.00 %, loss 0.0000 ± 0.0000; "
            ))
        #expect(summary.text.hasSuffix("; test top-1 62.50 ± 17.68 %, loss 1.0000 ± 0.0000\n"))
    }
}
