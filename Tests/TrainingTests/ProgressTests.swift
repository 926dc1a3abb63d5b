import Recipes
import Tensors
import Testing
import Training

@Suite struct ProgressTests {
    private final class Screen {
        var text = ""
        var width: Int

        init(width: Int) {
            self.width = width
        }

        var output: ProgressOutput {
            ProgressOutput(write: { self.text += $0 }, width: { self.width })
        }
    }

    private func play(_ observer: some TrainingObserver) throws {
        observer.began(TrainingCourse(epochs: 15, stepsPerEpoch: 390, batch: 128, stepsMade: 780))
        for step in 781...790 {
            observer.finished(
                StepReport(
                    step: step, epoch: 3, pictures: 1, loss: 1.2341, top1: 0.4567, rate: 0.1, imagesPerSecond: 312,
                    waited: 0.004))
        }
        observer.finishedEpoch(3)
        for count in [128, 9984, 10000] { observer.evaluated(count, of: 10000) }
        var metrics = Metrics(classCount: 2)
        try metrics.add([[1, 0]], losses: [0.5], targets: [0])
        observer.finished(Evaluation(metrics, classes: ["a", "b"]), epoch: 3)
        observer.finished(
            StepReport(
                step: 791, epoch: 3, pictures: 1, loss: 1.2, top1: 0.4, rate: 0.1, imagesPerSecond: 312, waited: 0.004))
        observer.ended()
    }

    @Test(arguments: [1, 2, 8, 20, 40, 80, 200]) func theBarNeverWraps(width: Int) throws {
        let screen = Screen(width: width)
        try play(ProgressBar(screen.output, interval: .zero))
        let rows = screen.text.split(omittingEmptySubsequences: false) { $0 == "\r" || $0 == "\n" }
        #expect(rows.allSatisfy { $0.count <= max(1, width - 1) }, "\(rows)")
        #expect(screen.text.hasSuffix("\n"))
        #expect(!screen.text.contains("\u{1B}"))
    }

    @Test func theBarTellsTheMostThatFits() throws {
        let wide = Screen(width: 200)
        try play(ProgressBar(wide.output, interval: .zero))
        #expect(
            wide.text.contains(
                "\rtraining  3/15  loss 1.234  top-1 45.7 %  rate 0.1  312 pictures/s  34:36 min left  13.5 %  [#.........]  "
                    + "step 10/390  waited 0.4 %"))
        #expect(wide.text.contains("\repoch 3: test top-1 100.0 %, loss 0.5000 "))
        let usual = Screen(width: 80)
        try play(ProgressBar(usual.output, interval: .zero))
        #expect(
            usual.text.contains("\r3/15  loss 1.234  top-1 45.7 %  rate 0.1  312 pictures/s  34:36 min left\r"))
        #expect(usual.text.contains("\revaluating  99.8 %  [#########.]  9984/10000 pictures"))
        let narrow = Screen(width: 20)
        try play(ProgressBar(narrow.output, interval: .zero))
        #expect(narrow.text.contains("\r3/15  loss 1.234\r"))
    }

    /// A window that becomes narrower while a line stands in it, and wide again.
    @Test func theBarFollowsTheWindow() {
        let screen = Screen(width: 80)
        let bar = ProgressBar(screen.output, interval: .zero)
        bar.began(TrainingCourse(epochs: 1, stepsPerEpoch: 10, batch: 1, stepsMade: 0))
        for (step, width) in [(1, 80), (2, 30), (3, 80)] {
            (screen.width, screen.text) = (width, "")
            bar.finished(
                StepReport(
                    step: step, epoch: 1, pictures: 1, loss: 1, top1: 0, rate: 0.1, imagesPerSecond: 100, waited: 0))
            let rows = screen.text.split { $0 == "\r" }
            #expect(rows.allSatisfy { $0.count < width }, "\(rows)")
            #expect(screen.text.contains("100 pictures/s") == (width == 80), "\(screen.text)")
        }
    }

    @Test func quietTellsNothingButNotes() throws {
        let screen = Screen(width: 80)
        let quiet = QuietProgress(screen.output)
        try play(quiet)
        #expect(screen.text == "")
        quiet.noted("look here")
        #expect(screen.text == "note: look here\n")
    }

    @Test func slowStepsWeighByTheTimeTheyTake() {
        let screen = Screen(width: 200)
        let bar = ProgressBar(screen.output, interval: .zero)
        bar.began(TrainingCourse(epochs: 1, stepsPerEpoch: 10, batch: 1, stepsMade: 0))
        for (step, speed) in [(1, 100.0), (2, 10000.0)] {
            bar.finished(
                StepReport(
                    step: step, epoch: 1, pictures: 1, loss: 1, top1: 0, rate: 0.1, imagesPerSecond: speed,
                    waited: 0))
        }
        // 0.01 s, then a tenth of the way to 0.0001 s: 0.00901 s.
        #expect(screen.text.contains("111 pictures/s"), "\(screen.text)")
    }

    @Test func waitingIsTheShareOfAllTheTime() {
        let screen = Screen(width: 200)
        let bar = ProgressBar(screen.output, interval: .zero)
        bar.began(TrainingCourse(epochs: 1, stepsPerEpoch: 10, batch: 1, stepsMade: 0))
        for (step, speed, waited) in [(1, 100.0, 0.5), (2, 10.0, 0)] {
            bar.finished(
                StepReport(
                    step: step, epoch: 1, pictures: 1, loss: 1, top1: 0, rate: 0.1, imagesPerSecond: speed,
                    waited: waited))
        }
        // Seconds 0.01, then a tenth of the way to 0.1: 0.019. Waited 0.005, then a tenth of the way to 0: 0.0045.
        #expect(screen.text.contains("waited 23.7 %"), "\(screen.text)")
    }

    @Test func theBarCoversWhatStoodThere() {
        let screen = Screen(width: 80)
        let bar = ProgressBar(screen.output, interval: .zero)
        bar.evaluated(9984, of: 10000)
        screen.text = ""
        bar.began(TrainingCourse(epochs: 1, stepsPerEpoch: 1, batch: 1, stepsMade: 0))
        #expect(screen.text == "\rtraining: 1 epoch of 1 step" + String(repeating: " ", count: 26) + "\n")
    }

    @Test func linesArePlain() throws {
        let screen = Screen(width: 20)
        try play(ProgressLines(screen.output, interval: .seconds(60)))
        #expect(
            screen.text == """
                resuming after step 780 of 5850: 15 epochs of 390 steps
                epoch 3/15, step 10/390, loss 1.2341, top-1 45.7 %, rate 0.1, 312 pictures/s, 34:36 min left, waited 0.4 %
                epoch 3: test top-1 100.0 %, loss 0.5000
                epoch 3/15, step 11/390, loss 1.2307, top-1 45.1 %, rate 0.1, 312 pictures/s, 34:35 min left, waited 0.4 %

                """)
    }

    /// Two steps of the epoch were made before the run was stopped: (1 + 3 + 2 + 4) / 4, and not what came before them.
    @Test func anEpochsLineTellsItsMean() {
        let screen = Screen(width: 80)
        let lines = ProgressLines(screen.output, interval: .seconds(60))
        func report(_ step: Int, _ epoch: Int, _ loss: Double, pictures: Int = 8) -> StepReport {
            StepReport(
                step: step, epoch: epoch, pictures: pictures, loss: loss, top1: loss / 10, rate: 1, imagesPerSecond: 1,
                waited: 0)
        }
        lines.began(TrainingCourse(epochs: 2, stepsPerEpoch: 4, batch: 1, stepsMade: 6))
        lines.recalled(report(4, 1, 100))
        for step in [report(5, 2, 1), report(6, 2, 3)] { lines.recalled(step) }
        for step in [report(7, 2, 2), report(8, 2, 4)] { lines.finished(step) }
        lines.finishedEpoch(2)
        #expect(screen.text.contains("epoch 2/2, step 4/4, loss 2.5000, top-1 25.0 %"), "\(screen.text)")
    }

    /// Two steps of 8 pictures and one of 2: (8 · 1 + 8 · 2 + 2 · 6) / 18.
    @Test func anEpochsMeanIsOverItsPictures() {
        var meter = ProgressMeter()
        for (step, pictures, loss) in [(1, 8, 1.0), (2, 8, 2), (3, 2, 6)] {
            meter.add(
                StepReport(
                    step: step, epoch: 1, pictures: pictures, loss: loss, top1: loss / 10, rate: 1, imagesPerSecond: 1,
                    waited: 0))
        }
        #expect(abs(meter.ofEpoch.loss - 2) < 1e-12 && abs(meter.ofEpoch.top1 - 0.2) < 1e-12)
    }

    /// Of two classes each is among the five highest.
    @Test func topFiveIsToldOfMoreThanFiveClasses() throws {
        for (count, told) in [(5, false), (6, true)] {
            var metrics = Metrics(classCount: count)
            try metrics.add([[Float](repeating: 0, count: count)], losses: [0.5], targets: [0])
            let evaluation = Evaluation(metrics, classes: (0..<count).map { "\($0)" })
            #expect(ProgressText.evaluated(evaluation, epoch: 1).contains("top-5") == told)
        }
    }

    @Test func linesComeAtIntervals() throws {
        let screen = Screen(width: 80)
        try play(ProgressLines(screen.output, interval: .zero))
        #expect(screen.text.split(separator: "\n").count == 1 + 10 + 1 + 2 + 1 + 1)
    }
}
