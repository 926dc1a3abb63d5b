import Files
import Glibc

/// Makes elements ahead of time on a thread of its own, at most `depth` of them, in buffers that are used again.
///
/// The thread ends with the prefetcher.
final class Prefetcher<Element: Sendable> {
    private let exchange: Exchange<Element>
    private let thread: pthread_t
    private(set) var waited = Duration.zero

    /// - Parameters:
    ///   - room: an element to be filled; called once for each buffer.
    ///   - fill: makes the next element; false when there is none. Called on the thread.
    init(depth: Int, room: () throws -> Element, fill: @escaping @Sendable (inout Element) throws -> Bool) throws {
        exchange = Exchange(rooms: try (0...depth).map { _ in try room() }, fill: fill)
        thread = try startThread(exchange, purpose: "reads data")
    }

    /// The next element, nil after the last; its buffer is filled again once this is called again.
    func next() throws -> Element? {
        let start = ContinuousClock.now
        defer { waited += ContinuousClock.now - start }
        return try exchange.take()
    }

    deinit {
        exchange.stop()
        pthread_join(thread, nil)
    }
}

/// What the two threads share: elements that are ready, and rooms that are free. All is guarded by `gate`.
private final class Exchange<Element: Sendable>: AnyRunnable, @unchecked Sendable {
    private let gate = Gate()
    private let fill: @Sendable (inout Element) throws -> Bool
    private var rooms: [Element]
    private var ready: [Element] = []
    private var lent: Element?
    private var isOver = false
    private var isStopped = false
    private var failure: (any Error)?

    init(rooms: [Element], fill: @escaping @Sendable (inout Element) throws -> Bool) {
        self.rooms = rooms
        self.fill = fill
    }

    override func run() {
        while var element = freeRoom() {
            do {
                let more = try fill(&element)
                gate.locked { if more { ready.append(element) } else { isOver = true } }
                if !more { return }
            } catch {
                gate.locked { (failure, isOver) = (error, true) }
                return
            }
        }
    }

    /// Nil when the thread shall end.
    private func freeRoom() -> Element? {
        gate.locked {
            while rooms.isEmpty, !isStopped { gate.wait() }
            return isStopped ? nil : rooms.popLast()
        }
    }

    func take() throws -> Element? {
        try gate.locked {
            if let lent { rooms.append(lent) }
            lent = nil
            gate.announce()
            while ready.isEmpty, !isOver { gate.wait() }
            if ready.isEmpty, let failure { throw failure }
            lent = ready.isEmpty ? nil : ready.removeFirst()
            return lent
        }
    }

    func stop() {
        gate.locked { isStopped = true }
    }
}
