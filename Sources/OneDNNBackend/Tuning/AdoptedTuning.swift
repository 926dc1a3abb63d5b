import Synchronization

/// What a backend goes by: trials that it may make and remember, those of an earlier process, or none.
final class AdoptedTuning: Sendable {
    private let machine: String
    private let current: Mutex<TuningMemory?>
    /// The findings where nothing is tried.
    private let guesses: String

    /// - Parameters:
    ///   - tuning: nil to try nothing.
    ///   - machine: what findings must be of to be adopted where nothing is tried.
    init(_ tuning: TuningMemory?, machine: String) {
        self.machine = machine
        current = Mutex(tuning)
        guesses = "# untried on \(machine)\n"
    }

    /// Nil where nothing is tried.
    var memory: TuningMemory? { current.withLock { $0 } }

    var findings: String { memory?.findings ?? guesses }

    /// Goes by the findings of an earlier process, be they of trials or of none; false, and nothing changes, where they are of
    /// another machine.
    func adopt(_ findings: String) -> Bool {
        current.withLock { current in
            if findings == guesses {
                current = nil
                return true
            }
            let memory = current ?? TuningMemory(path: nil, machine: machine)
            guard memory.adopt(findings) else { return false }
            current = memory
            return true
        }
    }
}
