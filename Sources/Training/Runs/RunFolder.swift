package import Files
import Glibc

/// Where a training keeps what it makes.
///
///     spec.yaml                                     the resolved spec
///     metrics.jsonl                                 a `MetricsLine` for every step and every evaluation
///     evaluation-test.json                          the last evaluation on a split; see `EvaluationRecord`
///     run.json                                      which commands trained it, and how each ended; see `RunJournal`
///     tensorboard/                                  events for TensorBoard, where they are asked for; see `TensorBoardLog`
///     report.html                                   all that is known of the run, to look at
///     algorithms.tsv                                what the backend found by trial, so that a resumed run computes alike
///     computation.json                              what else decides about the bits, as the run began; see `Computation`
///     checkpoints/step-00000500.safetensors         weights after 500 steps; see `Checkpoint`
///     checkpoints/step-00000500.optimizer.safetensors   what else a training remembers, of the newest two checkpoints
///     checkpoints/best.safetensors                  the weights of the best evaluation
///
/// One process at a time may train in a folder: the folder is locked as long as this object lives.
package final class RunFolder {
    package let path: String
    private let lock: Int32?
    /// What `spec.yaml` becomes when training begins or goes on.
    private var newSpec: String?
    /// Whether the run is new, and nothing was trained yet.
    private var isUntouched = false
    /// Whether this object made the folder itself.
    private var hasNewFolder = false

    /// What a run's folder holds, by the names above.
    enum Part: String, CaseIterable {
        case spec = "spec.yaml"
        case metrics = "metrics.jsonl"
        case journal = "run.json"
        case testEvaluation = "evaluation-test.json"
        case validationEvaluation = "evaluation-validation.json"
        case report = "report.html"
        case events = "tensorboard"
        case findings = "algorithms.tsv"
        case computation = "computation.json"
        case checkpoints

        func path(in folder: String) -> String { "\(folder)/\(rawValue)" }
    }

    package var specPath: String { Part.spec.path(in: path) }
    private var findingsPath: String { Part.findings.path(in: path) }
    package var computationPath: String { Part.computation.path(in: path) }
    package var metricsPath: String { Part.metrics.path(in: path) }
    package var journalPath: String { Part.journal.path(in: path) }
    /// The folder for TensorBoard.
    package var eventsPath: String { Part.events.path(in: path) }
    package var reportPath: String { Part.report.path(in: path) }
    package var checkpointsPath: String { Part.checkpoints.path(in: path) }

    /// Takes a new or an empty folder for a run; folders above it are made as needed.
    ///
    /// The run's files appear when training begins, so that a folder in which none began can be taken again.
    ///
    /// - Parameters:
    ///   - spec: the resolved spec.
    ///   - isOwn: whether the folder was made for this run.
    /// - Throws: `TrainingError` when the folder holds a run, or another process trains in it; `FileError` when the machine
    ///   will not make the folder.
    package static func create(at path: String, spec: String, isOwn: Bool = false) throws -> RunFolder {
        try refuseRun(at: path)
        let isNew = isOwn || !exists(path)
        try makeFolders(path)
        guard isFolder(path) else {
            throw TrainingError("`\(path)` must be a folder, and it is not", help: "choose another folder")
        }
        let run = try RunFolder(locking: path)
        try refuseRun(at: path)
        (run.isUntouched, run.hasNewFolder, run.newSpec) = (true, isNew, spec)
        run.removeStart()
        try run.sweep()
        return run
    }

    /// Takes a run up again; see `Trainer`.
    ///
    /// A spec that asks for the same training, written otherwise or with what may change, takes the place of the run's.
    ///
    /// - Parameters:
    ///   - spec: the resolved spec.
    ///   - isContinuation: throws unless the training that a spec's file began can go on with `spec`; asked where the two
    ///     are not letter by letter the same.
    /// - Throws: `TrainingError` when there is no run or another process trains in it; what `isContinuation` throws.
    package static func resume(
        at path: String, spec: String, checking isContinuation: (_ specPath: String) throws -> Void
    ) throws -> RunFolder {
        try requireRun(
            at: path, help: "leave out `--resume` to begin one there",
            unbegun: "`\(path)` must hold a run to go on with, and none was begun there")
        let run = try RunFolder(locking: path)
        if try text(ofFile: run.specPath, takesStreams: false) != spec {
            try isContinuation(run.specPath)
            run.newSpec = spec
        }
        try run.sweep()
        return run
    }

    /// Opens a run to look at.
    ///
    /// - Parameter help: what to do where there is none.
    package static func open(at path: String, help: String = "give the folder that `train --run` wrote to") throws
        -> RunFolder
    {
        try requireRun(at: path, help: help)
        return RunFolder(path: path, lock: nil)
    }

    /// Whether a folder holds a run.
    package static func holdsRun(_ path: String) -> Bool {
        exists(Part.spec.path(in: path))
    }

    /// What the backend that the run began with computes by; nil where it tells nothing.
    package func findings() throws -> String? {
        exists(findingsPath) ? try text(ofFile: findingsPath, takesStreams: false) : nil
    }

    /// Makes the files of a run whose training begins, the spec first: with that it can be resumed, whatever happens next. A
    /// resumed run takes over the spec that it goes on with.
    ///
    /// - Parameters:
    ///   - findings: what the backend computes by; nil to leave the run's as they are.
    ///   - isNew: whether no step of it counts.
    /// - Returns: how `computation` differs from what the run began with; nil where that is not known.
    func begin(computation: Computation, findings: String?, isNew: Bool) throws -> [String]? {
        if let newSpec { try DurableFile.write(Array(newSpec.utf8), to: specPath) }
        if !exists(checkpointsPath) { try makeFolders(checkpointsPath) }
        if let findings, try findings != self.findings() {
            try DurableFile.write(Array(findings.utf8), to: findingsPath)
        }
        if isNew { try computation.write(to: computationPath) }
        return Computation(path: computationPath).map(computation.differences)
    }

    /// Keeps what a training with weights of a file begins with. To be called before `begin`: with a spec and without this
    /// checkpoint the run would be resumed with other weights.
    func saveStart(_ state: TrainingState) throws -> Checkpoint {
        try makeFolders(checkpointsPath)
        return try save(state, keeping: nil)
    }

    private func removeStart() {
        for name in Self.startNames { unlink("\(checkpointsPath)/\(name)") }
    }

    /// The files of the checkpoint before the first step. Without a spec beside them nothing has begun.
    private static var startNames: [String] {
        let start = Checkpoint(step: 0, in: "")
        return [start.optimizerPath, start.weightsPath].map { String($0.dropFirst()) }
    }

    /// What decided about the run's bits when it began, by name; nil where that is not known.
    package var conditions: [String: String]? { Computation(path: computationPath)?.conditions }

    /// Makes the run one to keep: steps are made now.
    func settle() { isUntouched = false }

    /// Takes a new run back whose training did not begin, so that the folder can be used for the next try.
    func withdraw() {
        guard isUntouched else { return }
        removeStart()
        for part in Part.allCases where part != .checkpoints { unlink(part.path(in: path)) }
        rmdir(checkpointsPath)
        if hasNewFolder { rmdir(path) }
    }

    /// Whether the folder is still the one that was locked: it may have been removed, or made again by someone else.
    ///
    /// - Throws: `FileError` when it is not.
    package func requirePlace() throws(FileError) {
        guard let lock else { return }
        var (held, found) = (stat(), stat())
        guard fstat(lock, &held) == 0, stat(path, &found) == 0, held.st_dev == found.st_dev,
            held.st_ino == found.st_ino
        else {
            throw FileError(
                .write, path, .refused("the folder was removed or put elsewhere while the run went on"),
                help: "put it back and go on from its last checkpoint with `--resume`, or begin in another folder")
        }
    }

    /// Removes what a process that was killed has left half-written.
    private func sweep() throws(FileError) {
        for folder in [path, checkpointsPath] where isFolder(folder) { try DurableFile.removeLeftovers(in: folder) }
    }

    private init(path: String, lock: Int32?) {
        self.path = path
        self.lock = lock
    }

    private convenience init(locking path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.last(.openFolder, path) }
        // File systems without locks are taken as they are.
        if !Self.takeLock(descriptor) {
            close(descriptor)
            throw TrainingError(
                "only one process may train in `\(path)`, and one does already",
                help: "wait for it to end, or choose another folder")
        }
        self.init(path: path, lock: descriptor)
        try requirePlace()
    }

    /// Whether the lock is free now. It is asked for several times: whoever looks whether the folder is in use has it for a moment.
    private static func takeLock(_ descriptor: Int32) -> Bool {
        for attempt in 1...5 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return true }
            if attempt < 5 { usleep(10_000) }
        }
        return false
    }

    deinit {
        guard let lock else { return }
        // Also for a process that is just being started, which has the descriptor until it runs its own program.
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// What of a run a folder holds; an empty folder for checkpoints is nothing, and neither is the start of a run that was not
    /// begun.
    private static func parts(at path: String) -> [Part] {
        let unbegun = holdsRun(path) ? [] : startNames
        return Part.allCases.filter { part in
            let place = part.path(in: path)
            guard part == .checkpoints, let names = try? names(inFolder: place) else { return exists(place) }
            return names.contains {
                $0 != "." && $0 != ".." && !DurableFile.isLeftover($0) && !unbegun.contains($0)
            }
        }
    }

    private static func refuseRun(at path: String) throws {
        let found = parts(at: path)
        guard let first = found.first else { return }
        throw TrainingError(
            "a new run needs a folder without one, and `\(path)` holds `\(first.rawValue)` of a run",
            help: found.contains(.spec)
                ? "go on with that run with `--resume`, or choose another folder" : "choose another folder")
    }

    /// - Parameters:
    ///   - help: what to do where nothing of a run is there.
    ///   - unbegun: what to say then; nil for the same as where a part of one is.
    private static func requireRun(at path: String, help: String, unbegun: String? = nil) throws {
        if holdsRun(path) { return }
        let message = "`\(path)` must hold a run, and has no `\(Part.spec.rawValue)`"
        guard parts(at: path).isEmpty else {
            throw TrainingError(message, help: "put the run's `\(Part.spec.rawValue)` back from a copy")
        }
        throw TrainingError(unbegun ?? message, help: help)
    }
}
