package import Datasets
import Files
import Glibc

/// What a run keeps to be looked at: its last evaluations, the journal of its commands, whether it goes on.
extension RunFolder {
    /// The last evaluation on a split; nil where there is none that can be read. Those to learn from have none.
    package func evaluation(on split: Dataset.Split) -> EvaluationRecord? {
        evaluationPath(split).flatMap(EvaluationRecord.init)
    }

    private func evaluationPath(_ split: Dataset.Split) -> String? {
        switch split {
        case .train: nil
        case .validation: Part.validationEvaluation.path(in: path)
        case .test: Part.testEvaluation.path(in: path)
        }
    }

    /// Keeps an evaluation as the last on its split.
    func save(_ record: EvaluationRecord) throws {
        if let path = evaluationPath(record.evaluation.split) { try record.write(to: path) }
    }

    /// Removes evaluations of steps that the run makes again.
    func removeEvaluations(after step: Int) {
        for split in Dataset.Split.allCases {
            guard let path = evaluationPath(split), let known = evaluation(on: split), known.step > step else {
                continue
            }
            unlink(path)
        }
    }

    /// Keeps the journal, unless the folder is no longer there.
    package func write(_ journal: RunJournal) throws {
        try requirePlace()
        try journal.write(to: journalPath)
    }

    /// Whether a process trains in the folder now; false where that cannot be found out.
    package var isInUse: Bool {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
            flock(descriptor, LOCK_UN)
            return false
        }
        return errno == EWOULDBLOCK
    }
}
