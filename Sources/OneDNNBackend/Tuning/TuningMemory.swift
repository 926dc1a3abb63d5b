import Files
import Glibc
import Layers
import Synchronization

/// What trials of convolutions have shown, kept in a file of the user's cache folder: one for each processor, version of
/// the library and number of threads.
///
/// A convolution is tried once, and again where its trials are doubtful. A file that cannot be read is as good as none, and
/// one that cannot be written is done without: trials cost seconds, not results.
package final class TuningMemory: Sendable {
    /// What the trials are true of: a processor, a version of the library and a number of threads.
    private let machine: String
    private let path: String?
    private let state: Mutex<State>

    private struct State {
        var trials = TuningRecord()
        /// Names of trials that are not in the file.
        var new: Set<String> = []
        /// Names that were asked for.
        var used: Set<String> = []
        /// Names whose trials are doubted here, whatever the file says.
        var doubted: Set<String> = []
        /// Names that replace what the file says.
        var renewed: Set<String> = []
    }

    /// - Parameter path: nil to remember for the life of the process.
    package init(path: String?, machine: String = "any") {
        self.path = path
        self.machine = machine
        state = Mutex(State(trials: path.map(Self.read) ?? TuningRecord()))
    }

    /// The memory for this processor: in `XDG_CACHE_HOME`, or `~/.cache`.
    package static func ofThisMachine(threads: Int) -> TuningMemory {
        let machine = machine(threads: threads)
        return TuningMemory(
            path: cacheFolder.map { "\($0)/netspec/convolutions-\(version)-\(machine).tsv" }, machine: machine)
    }

    /// Of what is tried: with another algorithm among the candidates, what was found before is no longer all.
    private static let version = 2

    /// A name for what decides about the bits of a convolution, beside its algorithm: also the instructions, where the
    /// processor is not used as it is.
    package static func machine(threads: Int) -> String {
        let parts = [processorName, "onednn", Engine.libraryVersion, InstructionLimit.instructions, "\(threads)"]
        return parts.compactMap { $0 }.joined(separator: "-")
    }

    /// Whether a trial would tell something.
    func isOpen(_ name: String) -> Bool {
        state.withLock { $0.trials[name].map { $0.standing == .doubtful } ?? true }
    }

    /// What is known, for a program that goes by it.
    func use(_ name: String) -> ConvolutionTrials? {
        state.withLock { state in
            guard let known = state.trials[name] else { return nil }
            state.used.insert(name)
            return known
        }
    }

    /// What is known.
    subscript(name: String) -> ConvolutionTrials? { state.withLock { $0.trials[name] } }

    /// Remembers what was found, for a program that goes by it.
    ///
    /// - Parameter isAskedFor: whether a user wanted it tried again, so that it replaces what is remembered.
    func note(_ found: ConvolutionTrials, of name: String, isAskedFor: Bool = false) {
        state.withLock { state in
            let before = state.trials[name]
            state.trials[name] = before?.standing == .doubtful && !isAskedFor ? found.confirming(before) : found
            state.new.insert(name)
            state.used.insert(name)
            if isAskedFor { state.renewed.insert(name) }
        }
    }

    /// Lets whoever computes next try again what was used here, because steps took far longer or shorter than it foretells;
    /// but for what was doubted before and found to be so.
    ///
    /// - Returns: whether there is anything to try again.
    func doubt(_ phase: Phase) -> Bool {
        let isAny = state.withLock { state in
            for name in state.used
            where state.trials[name]?.standing == .found && ConvolutionProblem.isDescription(name, of: phase) {
                state.trials[name]?.standing = .doubtful
                state.doubted.insert(name)
            }
            return !state.doubted.isEmpty
        }
        save()
        return isAny
    }

    /// What was asked for since this object was made, for `adopt`.
    var findings: String {
        state.withLock { "# \(machine)\n" + $0.trials.filtered($0.used).undoubted.text }
    }

    /// Takes what another process found on the same machine for true, whatever the file says; false, and nothing changes,
    /// for what was found on another machine.
    func adopt(_ findings: String) -> Bool {
        guard findings.prefix(while: { $0 != "\n" }) == "# \(machine)" else { return false }
        let record = TuningRecord(findings).undoubted
        state.withLock { $0.trials.take(over: record) }
        return true
    }

    /// Writes what is new together with what the file holds by now; what another process found first stays. Where that cannot
    /// be, it is done without.
    func save() { try? write() }

    /// As `save`.
    ///
    /// - Throws: `FileError`
    func write() throws {
        let (new, doubted, renewed) = state.withLock { state in
            defer { (state.new, state.doubted, state.renewed) = ([], [], []) }
            return (
                state.trials.filtered(state.new), state.trials.filtered(state.doubted),
                state.trials.filtered(state.renewed)
            )
        }
        guard let path, !new.isEmpty || !doubted.isEmpty else { return }
        var all = new
        all.take(over: Self.read(path))
        for (name, trials) in doubted.all where all[name].map(trials.isDoubt) ?? false { all[name] = trials }
        for (name, trials) in renewed.all { all[name] = trials }
        try makeFolders(folder(of: path))
        try DurableFile.write(Array(all.text.utf8), to: path)
    }

    private static func read(_ path: String) -> TuningRecord {
        TuningRecord((try? text(ofFile: path, takesStreams: false)) ?? "")
    }
}

extension TuningMemory {
    /// As `/proc/cpuinfo` calls it, fit for a file's name.
    static let processorName: String = {
        let lines = ((try? text(ofFile: "/proc/cpuinfo")) ?? "").split(separator: "\n")
        guard let name = lines.first(where: { $0.hasPrefix("model name") })?.split(separator: ":").last else {
            return "unknown"
        }
        return name.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-").lowercased()
    }()
}
