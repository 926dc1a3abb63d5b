import COneDNN
import Files
import Glibc

/// The one thread on which primitives are made and executed, so that all agree on the team of threads they run with.
package final class EngineThread: Sendable {
    private let jobs = JobQueue()
    private let thread: pthread_t
    /// Of its team; used on the thread only.
    let waiting: Waiting

    /// Starts the thread, whose parallel regions have `threads` threads.
    ///
    /// - Precondition: `threads` is one that `ThreadTeam` allows.
    package init(threads: Int) throws {
        waiting = Waiting(threads: threads)
        thread = try startThread(serving: jobs)
        try run { try startTeam(of: threads) }
    }

    /// Lets the jobs that are queued finish, then ends the thread.
    deinit {
        jobs.close()
        if isCurrent { pthread_detach(thread) } else { pthread_join(thread, nil) }
    }

    private var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    /// Runs `body` on the thread and returns what it returned, or throws what it threw. On the thread itself `body` runs
    /// at once.
    package func run<T>(_ body: @escaping @Sendable () throws -> T) throws -> T {
        if isCurrent { return try body() }
        let outcome = Outcome<T>()
        jobs.add { outcome.set(Result(catching: body)) }
        return try outcome.wait().get()
    }
}

/// Kernels, oneDNN's and netspec's, keep blocks of numbers on the stack; with half of this they are known to run.
private let leastStackByteCount = 256 << 10

/// Of the thread that calls: the same threads in each parallel region.
private func startTeam(of threads: Int) throws {
    var (failure, stackByteCount): (Int32, Int) = (0, 0)
    let count = coned_set_thread_count(Int32(clamping: threads), &failure, &stackByteCount)
    guard failure == 0 else { throw ThreadError("computes, one of \(threads)", code: failure) }
    guard stackByteCount == 0 || stackByteCount >= leastStackByteCount else {
        throw ThreadError(
            "computes",
            reason: "its stack has \(stackByteCount >> 10) KiB, by `OMP_STACKSIZE` or `ulimit -s`, and needs "
                + "\(leastStackByteCount >> 10)", help: "unset the variable, or raise the limit")
    }
    precondition(count == threads, "a team of \(count) threads where \(threads) are within the limit")
}

private func startThread(serving jobs: JobQueue) throws -> pthread_t {
    let stackByteCount = 16 << 20
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackByteCount)
    let context = Unmanaged.passRetained(jobs)
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, &attributes,
        { context in
            guard let context else { return nil }
            Unmanaged<JobQueue>.fromOpaque(context).takeRetainedValue().serve()
            return nil
        }, context.toOpaque())
    guard failure == 0 else {
        context.release()
        throw ThreadError("runs the network", code: failure)
    }
    return thread
}

/// A lock with a condition to wait for, at a fixed address.
private final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `change` under the lock, then wakes who waits.
    func change<T>(_ change: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
        return change()
    }

    /// Asks `value` under the lock, again after each change, until it is there.
    func await<T>(_ value: () -> T?) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value = value() { return value }
            pthread_cond_wait(condition, mutex)
        }
    }
}

/// Jobs in the order they came, for one thread to do.
private final class JobQueue: @unchecked Sendable {
    private enum Next {
        case job(() -> Void)
        case end
    }

    private let monitor = Monitor()
    private var waiting: [() -> Void] = []
    private var isClosed = false

    func add(_ job: @escaping () -> Void) {
        monitor.change { waiting.append(job) }
    }

    func close() {
        monitor.change { isClosed = true }
    }

    /// Does jobs until the queue is closed and empty.
    func serve() {
        while case .job(let job) = next() { job() }
    }

    private func next() -> Next {
        monitor.await {
            if !waiting.isEmpty { return .job(waiting.removeFirst()) }
            return isClosed ? .end : nil
        }
    }
}

/// The result of a job, once it has one.
private final class Outcome<T>: @unchecked Sendable {
    private let monitor = Monitor()
    private var result: Result<T, any Error>?

    func set(_ result: Result<T, any Error>) {
        monitor.change { self.result = result }
    }

    func wait() -> Result<T, any Error> {
        monitor.await { result }
    }
}
