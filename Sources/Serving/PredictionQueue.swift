import Dispatch
import Synchronization

/// Work that is done one piece after the other, on a thread of its own. Only so much may wait.
final class PredictionQueue: Sendable {
    private let limit: Int
    private let count = Mutex(0)
    private let queue = DispatchQueue(label: "netspec.predictions")

    init(limit: Int) {
        self.limit = limit
    }

    /// What waits or is being done.
    var waiting: Int { count.withLock { $0 } }

    /// Does a piece of work later; false, and nothing is done, where as much waits as may.
    func add(_ work: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isTaken else { return false }
        queue.async { [self] in
            work()
            count.withLock { $0 -= 1 }
        }
        return true
    }
}
