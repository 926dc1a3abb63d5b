import Files
import Glibc

/// Threads that share the pictures of a batch: whoever is free takes the next. The caller is one of them.
final class LoaderTeam {
    /// How many threads make batches where nothing is said: a quarter of the processors and at most four, since those that
    /// compute use all of them.
    static var standardThreads: Int { max(1, min(4, processors / 4)) }

    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    private let work = SharedWork()
    private var helpers: [pthread_t] = []

    /// - Parameter threads: the caller counted.
    /// - Throws: `ThreadError`
    init(threads: Int) throws(ThreadError) {
        precondition(threads > 0, "the caller is a thread")
        for number in 1..<threads {
            helpers.append(try startThread(Helper(work, number), purpose: "reads data"))
        }
    }

    /// Calls `body` for each number below `count`, with the number of the thread that calls it, from 0.
    ///
    /// - Throws: of the errors of `body`, that of the least number.
    func run(_ count: Int, _ body: @escaping @Sendable (_ item: Int, _ thread: Int) throws -> Void) throws {
        if helpers.isEmpty {
            for item in 0..<count { try body(item, 0) }
            return
        }
        work.begin(count, body)
        work.help(0)
        try work.finish()
    }

    deinit {
        work.stop()
        for helper in helpers { pthread_join(helper, nil) }
    }

    private final class Helper: AnyRunnable {
        private let work: SharedWork
        private let number: Int

        init(_ work: SharedWork, _ number: Int) {
            self.work = work
            self.number = number
        }

        override func run() {
            while work.waitForMore() { work.help(number) }
        }
    }
}

/// The items of one batch; all is guarded by `gate`.
private final class SharedWork: @unchecked Sendable {
    typealias Body = @Sendable (Int, Int) throws -> Void

    private let gate = Gate()
    private var body: Body?
    private var next = 0
    private var count = 0
    private var unfinished = 0
    private var failure: (item: Int, error: any Error)?
    private var isStopped = false

    func begin(_ count: Int, _ body: @escaping Body) {
        gate.locked {
            (self.body, next, self.count, unfinished, failure) = (body, 0, count, count, nil)
        }
    }

    /// Until there are items to take; false when the team ends.
    func waitForMore() -> Bool {
        gate.locked {
            while next >= count, !isStopped { gate.wait() }
            return !isStopped
        }
    }

    /// Takes items until none is left. After an error no item behind it is begun.
    func help(_ thread: Int) {
        while let (item, body) = taken() {
            do {
                try body(item, thread)
                gate.locked { unfinished -= 1 }
            } catch {
                gate.locked {
                    if failure.map({ item < $0.item }) ?? true { failure = (item, error) }
                    unfinished -= 1 + (count - next)
                    next = count
                }
            }
        }
    }

    /// Waits for the items that others have taken.
    func finish() throws {
        try gate.locked {
            while unfinished > 0 { gate.wait() }
            body = nil
            if let failure { throw failure.error }
        }
    }

    func stop() {
        gate.locked { isStopped = true }
    }

    private func taken() -> (Int, Body)? {
        gate.locked {
            guard next < count, let body else { return nil }
            next += 1
            return (next - 1, body)
        }
    }
}
