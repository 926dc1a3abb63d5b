import Reports
import Testing
import Training

/// What lines of metrics come to.
struct RunHistoryTests {
    private func step(_ step: Int, epoch: Int = 1, loss: Double = 1, top1: Double = 0, speed: Double = 10)
        -> MetricsLine
    {
        MetricsLine(
            step: step, epoch: epoch, split: .train, loss: loss, top1: top1, learningRate: Double(step),
            imagesPerSecond: speed)
    }

    private func evaluation(_ step: Int, _ split: MetricsLine.Split, top1: Double, loss: Double = 0.5) -> MetricsLine {
        MetricsLine(
            step: step, epoch: step, split: split, loss: loss, top1: top1, top5: 1, learningRate: 1, imagesPerSecond: 1)
    }

    @Test func anEpochHasTheMeansOfItsSteps() throws {
        let history = RunHistory([
            step(1, loss: 4, top1: 0.25, speed: 10), step(2, loss: .nan, top1: 0.75, speed: 30),
            step(3, epoch: 2, loss: 7), evaluation(2, .test, top1: 0.5),
        ])
        let epochs = history.epochs
        #expect(epochs.map(\.number) == [1, 2])
        let first = try #require(epochs[0].means)
        #expect(first.loss == 4 && first.top1 == 0.5 && first.rate == 2 && first.count == 2)
        // A picture takes 1/10 and 1/30 of a second: 1/15 on average.
        #expect(abs(try #require(first.imagesPerSecond) - 15) < 1e-9)
        #expect(epochs[1].means?.loss == 7 && epochs[1].evaluations[.test]?.top1 == 0.5)
        #expect(history.lastStep == 3)
    }

    /// 400 spans hold 400 steps, and 401 steps need spans of two: 201 of them, the last with one.
    @Test func longRunsHaveFewPoints() {
        var history = RunHistory((1...400).map { step($0, loss: Double($0)) })
        #expect(history.spans.count == 400 && history.spans[7].means.loss == 8)
        history.add(step(401, loss: 401))
        #expect(history.spans.count == 201)
        #expect(history.spans[0].means.loss == 1.5 && history.spans[0].lastStep == 2)
        #expect(history.spans[200].means.loss == 401 && history.spans[200].firstStep == 401)
        #expect(history.spans[200].lastStep == 401)
        history = RunHistory((1...100_000).map { step($0, loss: Double($0)) })
        #expect((200...400).contains(history.spans.count))
        let total = history.spans.reduce(0.0) { $0 + ($1.means.loss ?? 0) * Double($1.means.count) }
        #expect(abs(total - 5_000_050_000) < 1)
    }

    @Test func whatNoRunWritesChangesNothing() {
        let odd = [step(0), step(-5), step(.max), step(3, epoch: 0), step(4, epoch: .min)]
        let history = RunHistory(odd)
        #expect(history.lastStep == 0 && history.spans.isEmpty && history.epochs.isEmpty && history.best == nil)
    }

    @Test func theBestIsOfThePicturesHeldOut() {
        let test = [evaluation(1, .test, top1: 0.9)]
        #expect(RunHistory(test).best?.top1 == 0.9)
        let both = test + [0.3, 0.7, 0.7].enumerated().map { evaluation($0.offset + 1, .validation, top1: $0.element) }
        #expect(RunHistory(both).best?.top1 == 0.7 && RunHistory(both).best?.step == 2)
    }

    /// That whose weights are kept: of the same accuracy the one with the lower loss; one that diverged is none.
    @Test func theBestIsThatWhoseWeightsAreKept() {
        let tied = [2, 1, 3].enumerated().map { evaluation($0.offset + 1, .test, top1: 0.5, loss: $0.element) }
        let memory = ResultMemory(nil)
        for line in tied { _ = memory.add(line.result) }
        #expect(RunHistory(tied).best?.step == 2 && memory.best?.step == 2)
        #expect(RunHistory([evaluation(1, .test, top1: 0.5, loss: .infinity)]).best == nil)
    }

    @Test func commaSeparatedValuesHaveEveryMember() {
        let lines = [
            MetricsLine(
                step: 1, epoch: 1, split: .train, loss: 2.5, losses: ["b,c": 0.5, "a": 2], top1: 0.25,
                learningRate: 5e-4, imagesPerSecond: 100, waited: 0.125),
            MetricsLine(
                step: 1, epoch: 1, split: .test, loss: .infinity, top1: 0.5, top5: 1, learningRate: 5e-4,
                imagesPerSecond: 300),
        ]
        #expect(
            MetricsCSV(lines).render() == """
                schema,step,epoch,split,loss,top1,top5,learningRate,imagesPerSecond,waited,losses.a,"losses.b,c"
                1,1,1,train,2.5,0.25,,0.0005,100.0,0.125,2.0,0.5
                1,1,1,test,,0.5,1.0,0.0005,300.0,,,

                """)
    }
}
