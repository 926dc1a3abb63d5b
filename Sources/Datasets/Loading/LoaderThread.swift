import Files
import Glibc

/// What a thread runs, without its generic arguments.
class AnyRunnable {
    func run() {}
}

/// Starts a thread that runs something once.
///
/// - Parameter purpose: completes "cannot start a thread that …".
/// - Throws: `ThreadError`
func startThread(_ body: AnyRunnable, purpose: String) throws(ThreadError) -> pthread_t {
    let handle = Unmanaged.passRetained(body)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runThread, handle.toOpaque())
    guard code == 0 else {
        handle.release()
        throw ThreadError(purpose, code: code)
    }
    return thread
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<AnyRunnable>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}

/// A lock with a condition to wait for.
final class Gate {
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

    /// Runs `body` under the lock and then wakes who waits.
    func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            announce()
            pthread_mutex_unlock(mutex)
        }
        return try body()
    }

    func wait() {
        pthread_cond_wait(condition, mutex)
    }

    func announce() {
        pthread_cond_broadcast(condition)
    }
}
