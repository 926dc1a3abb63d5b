package import Training

/// How a run stands.
package enum RunState: Hashable, Sendable {
    /// A process trains in its folder.
    case running
    /// Nothing is left to do.
    case complete
    /// It ended with steps left to make: as asked, or at a limit.
    case stopped(String)
    /// Something went wrong.
    case failed(String)
    /// It was killed.
    case brokenOff
    /// It was made by a netspec that kept no journal.
    case unknown

    package init(_ run: RunFolder, _ journal: RunJournal?) {
        guard let journal, let last = journal.parts.last else {
            self = .unknown
            return
        }
        guard let end = last.end else {
            self = run.isInUse ? .running : .brokenOff
            return
        }
        switch TrainingOutcome.End(rawValue: end) {
        case .allEpochs, .nothingBetter: self = .complete
        case .maxSteps: self = .stopped("at `--max-steps`")
        case .timeLimit: self = .stopped("at the time limit")
        case .stopRequest: self = .stopped("on request")
        case nil: self = .failed(last.failure ?? "unknown")
        }
    }

    /// `running`, in a word.
    package var word: String {
        switch self {
        case .running: "running"
        case .complete: "complete"
        case .stopped: "stopped"
        case .failed: "failed"
        case .brokenOff: "broken off"
        case .unknown: "unknown"
        }
    }

    /// The word, and why.
    package var text: String {
        switch self {
        case .stopped(let reason): "stopped \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .running, .complete, .brokenOff, .unknown: word
        }
    }
}
