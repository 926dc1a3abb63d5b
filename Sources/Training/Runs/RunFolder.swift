import Files
import Glibc

/// Where a training keeps what it makes.
///
///     spec.yaml                                     the resolved spec
///     metrics.jsonl                                 a `MetricsLine` for every step and every evaluation
///     algorithms.tsv                                what the backend found by trial, so that a resumed run computes alike
///     checkpoints/step-00000500.safetensors         weights after 500 steps; see `Checkpoint`
///     checkpoints/step-00000500.optimizer.safetensors   the optimiser's state, of the newest checkpoint only
///
/// One process at a time may train in a folder: the folder is locked as long as this object lives.
package final class RunFolder {
    package let path: String
    private let lock: Int32?
    /// Whether this object made the run and nothing was trained yet.
    private var isUntouched = false
    /// What `spec.yaml` becomes when training goes on.
    private var newSpec: String?
    /// Whether this object made the folder itself.
    private var hasNewFolder = false

    /// What a run's folder holds, by the names above.
    private enum Part: String, CaseIterable {
        case spec = "spec.yaml"
        case metrics = "metrics.jsonl"
        case findings = "algorithms.tsv"
        case checkpoints

        func path(in folder: String) -> String { "\(folder)/\(rawValue)" }
    }

    package var specPath: String { Part.spec.path(in: path) }
    private var findingsPath: String { Part.findings.path(in: path) }
    package var metricsPath: String { Part.metrics.path(in: path) }
    package var checkpointsPath: String { Part.checkpoints.path(in: path) }

    /// Begins a run in a new or an empty folder; folders above it are made as needed.
    ///
    /// - Parameter spec: the resolved spec.
    /// - Throws: `TrainingError` when the folder holds a run; `FileError` when the machine will
    ///   not make the files.
    package static func create(at path: String, spec: String) throws -> RunFolder {
        try refuseRun(at: path)
        let isNew = !exists(path)
        try makeFolders(path)
        guard isFolder(path) else {
            throw TrainingError("`\(path)` must be a folder, and it is not", help: "choose another folder")
        }
        let run = try RunFolder(locking: path)
        run.hasNewFolder = isNew
        try refuseRun(at: path)
        try makeFolders(run.checkpointsPath)
        run.isUntouched = true
        do {
            try DurableFile.write(Array(spec.utf8), to: run.specPath)
        } catch {
            run.withdraw()
            throw error
        }
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
        try requireRun(at: path, help: "leave out `--resume` to begin a run there")
        let run = try RunFolder(locking: path)
        if try text(ofFile: run.specPath) != spec {
            try isContinuation(run.specPath)
            run.newSpec = spec
        }
        if !exists(run.checkpointsPath) { try makeFolders(run.checkpointsPath) }
        return run
    }

    /// Opens a run to look at.
    package static func open(at path: String) throws -> RunFolder {
        try requireRun(at: path, help: "give the folder that `train --run` wrote to, or a spec with `--weights`")
        return RunFolder(path: path, lock: nil)
    }

    /// Whether a folder holds a run.
    package static func holdsRun(_ path: String) -> Bool {
        exists(Part.spec.path(in: path))
    }

    /// What the backend that the run began with computes by; nil where it tells nothing.
    package func findings() throws -> String? {
        exists(findingsPath) ? try text(ofFile: findingsPath) : nil
    }

    /// Makes the run one to keep, because training begins; a resumed run takes over the spec that it goes on with.
    ///
    /// - Parameter findings: what the backend computes by; nil to leave the run's as they are.
    func keep(findings: String?) throws {
        if let findings, try findings != self.findings() {
            try DurableFile.write(Array(findings.utf8), to: findingsPath)
        }
        isUntouched = false
        if let newSpec { try DurableFile.write(Array(newSpec.utf8), to: specPath) }
        newSpec = nil
    }

    /// Takes a new run back for which no training could be set up, so that the folder can be used for the next try.
    func withdraw() {
        guard isUntouched else { return }
        for file in [specPath, metricsPath, findingsPath] { unlink(file) }
        rmdir(checkpointsPath)
        if hasNewFolder { rmdir(path) }
    }

    private init(path: String, lock: Int32?) {
        self.path = path
        self.lock = lock
    }

    private convenience init(locking path: String) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.last(.openFolder, path) }
        // File systems without locks are taken as they are.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            close(descriptor)
            throw TrainingError(
                "only one process may train in `\(path)`, and one does already",
                help: "wait for it to end, or choose another folder")
        }
        self.init(path: path, lock: descriptor)
    }

    deinit {
        guard let lock else { return }
        // Also for a process that is just being started, which has the descriptor until it runs its own program.
        flock(lock, LOCK_UN)
        close(lock)
    }

    private static func refuseRun(at path: String) throws {
        guard let found = Part.allCases.first(where: { exists($0.path(in: path)) }) else { return }
        throw TrainingError(
            "a new run needs a folder without one, and `\(path)` holds `\(found.rawValue)` of a run",
            help: "go on with that run with `--resume`, or choose another folder")
    }

    private static func requireRun(at path: String, help: String) throws {
        guard holdsRun(path) else {
            throw TrainingError("`\(path)` must hold a run, and has no `\(Part.spec.rawValue)`", help: help)
        }
    }
}
