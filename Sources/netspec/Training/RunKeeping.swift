import Diagnostics
import Pages
import Training

/// What is kept of a training beside what it needs to go on: the journal of its commands, and its page. Where that cannot be
/// written the training goes on, and it is said once.
struct RunKeeping {
    private let run: RunFolder
    private let page: RunPageKeeper
    private var journal: RunJournal
    private let beganAt = ContinuousClock.now

    /// - Parameter page: which is told of the training too.
    init(_ run: RunFolder, _ page: RunPageKeeper, name: String, epochs: Int, _ trainer: Trainer) {
        (self.run, self.page) = (run, page)
        journal =
            RunJournal(path: run.journalPath)
            ?? RunJournal(name: name, epochs: epochs, stepsPerEpoch: trainer.stepsPerEpoch)
        journal.begin(
            command: ["netspec"] + CommandLine.arguments.dropFirst(), version: Netspec.version, epochs: epochs,
            stepsPerEpoch: trainer.stepsPerEpoch, firstStep: trainer.step)
        write()
    }

    mutating func end(_ outcome: TrainingOutcome) { end(step: outcome.step, outcome.end.rawValue) }

    mutating func end(_ error: any Error, step: Int) {
        end(step: step, RunJournal.failureEnd, failure: "\(error)")
    }

    private mutating func end(step: Int, _ end: String, failure: String? = nil) {
        journal.end(step: step, end, failure: failure, seconds: (ContinuousClock.now - beganAt) / .seconds(1))
        write()
        page.write()
    }

    private func write() {
        do {
            try run.write(journal)
        } catch {
            Terminal.note("the run's journal is not kept: \(error)")
        }
    }
}
