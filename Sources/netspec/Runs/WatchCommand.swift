import ArgumentParser
@preconcurrency import Glibc
import Recipes
import Reports
import SpecCompiler
import Training

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "watch", takes: "<run>", "Follows a run that another process trains, until it ends.",
        examples: ["netspec watch runs/1"],
        more: """
            Ctrl-C ends the watching, not the run. With --format json it writes the lines of metrics, those so far first.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"), completion: .directory)
    var path: String

    @Option(help: "How to write what happens.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            let run = try RunFolder.open(at: path)
            StopRequest.endAtInterrupt()
            let watch = Watch(run, format)
            try watch.follow()
            if format == .text { try Terminal.write(watch.end) }
        }
    }
}

/// A run as it is followed.
private final class Watch {
    private let run: RunFolder
    private let format: OutputFormat
    private let display = standardDisplay(.standardOutput)
    private let follower: MetricsFollower
    private let batch: Int
    private var history = RunHistory()
    /// The last step that was told.
    private var told = (step: 0, split: MetricsLine.Split.train)

    init(_ run: RunFolder, _ format: OutputFormat) {
        (self.run, self.format) = (run, format)
        follower = MetricsFollower(run.metricsPath)
        batch = (try? SpecCompiler.compile(run.specPath))?.experiment?.training?.batch ?? 1
    }

    /// Asked so often for what is new.
    private static let interval: useconds_t = 200_000

    func follow() throws {
        var isBegun = false
        while true {
            // Asked before the last lines are read, so that none that was written before the end is missed.
            let goesOn = RunState(run, RunJournal(path: run.journalPath)) == .running || isStarting
            while true {
                let (lines, isFromStart) = try follower.next()
                if isFromStart { history = RunHistory() }
                for line in lines { history.add(line) }
                // What was made before the watching is told in one line.
                if isBegun || format == .json { try tell(lines) }
                if lines.isEmpty { break }
            }
            if !isBegun {
                begin()
                isBegun = true
            }
            guard goesOn else { break }
            usleep(Self.interval)
        }
        if format == .text { display.ended() }
    }

    /// A run without a journal, or whose journal was not begun yet, may go on.
    private var isStarting: Bool {
        let journal = RunJournal(path: run.journalPath)
        return journal?.parts.last == nil && run.isInUse
    }

    private func begin() {
        guard format == .text else { return }
        let (journal, doubt) = RunJournal.reading(of: run.journalPath)
        let ofMetrics = (try? MetricsLog.reading(of: run.metricsPath))?.doubt
        Terminal.warn([doubt, ofMetrics].compactMap { $0 })
        let (epochs, steps) = (journal?.epochs ?? 1, journal?.stepsPerEpoch ?? history.lastStep)
        let isKnown = epochs > 0 && steps > 0
        display.follows(
            TrainingCourse(
                epochs: isKnown ? epochs : 1, stepsPerEpoch: isKnown ? steps : max(1, history.lastStep), batch: batch,
                stepsMade: history.lastStep))
        display.tell("\(run.path): \(history.lastStep) steps so far")
        if let last = history.evaluations.last { display.tell(ProgressText.evaluated(last)) }
        told = (history.lastStep, .train)
    }

    private func tell(_ lines: [MetricsLine]) throws {
        if format == .json { return try Terminal.write(lines.map { $0.json + "\n" }.joined()) }
        // Steps that are made again are told again once they are new.
        for line in lines where line.step > told.step || (line.step == told.step && line.split != .train) {
            told = (line.step, line.split)
            if line.split == .train {
                display.finished(
                    StepReport(
                        step: line.step, epoch: line.epoch, pictures: batch, loss: line.loss ?? .nan, top1: line.top1,
                        rate: line.learningRate, imagesPerSecond: line.imagesPerSecond, waited: line.waited ?? 0))
            } else {
                display.tell(ProgressText.evaluated(line))
            }
        }
    }

    /// What it came to.
    var end: String {
        let state = RunState(run, RunJournal(path: run.journalPath))
        let best = history.best.map {
            ", best \($0.split.rawValue) top-1 \(RunWords.share($0.top1)) after step \($0.step)"
        }
        return "\(run.path): \(state.text), \(history.lastStep) steps\(best ?? "")\n"
    }
}
