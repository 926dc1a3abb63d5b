import Dispatch
import Synchronization

/// Work that is done one piece after the other, on a thread of its own. Only so much may wait.
package final class PredictionQueue: Sendable {
    /// What a piece of work that waits is known by.
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct State {
        var waiting: [(ticket: Ticket, work: @Sendable () -> Void)] = []
        var isBusy = false
        var taken = 0

        var count: Int { waiting.count + (isBusy ? 1 : 0) }
    }

    private let limit: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "netspec.predictions")

    package init(limit: Int) {
        self.limit = limit
    }

    /// How many pieces wait or are being done.
    package var waiting: Int { state.withLock { $0.count } }

    /// Does a piece of work later; nil, and nothing is done, where as much waits as may.
    package func add(_ work: @escaping @Sendable () -> Void) -> Ticket? {
        let ticket = state.withLock { state -> Ticket? in
            guard state.count < limit else { return nil }
            state.taken += 1
            let ticket = Ticket(number: state.taken)
            state.waiting.append((ticket, work))
            return ticket
        }
        if ticket != nil { queue.async { [self] in doNext() } }
        return ticket
    }

    /// Makes room of what nobody waits for any more. What is being done is done to its end.
    package func withdraw(_ ticket: Ticket) {
        state.withLock { state in state.waiting.removeAll { $0.ticket == ticket } }
    }

    private func doNext() {
        let work = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.waiting.isEmpty else { return nil }
            state.isBusy = true
            return state.waiting.removeFirst().work
        }
        guard let work else { return }
        work()
        state.withLock { $0.isBusy = false }
    }
}
