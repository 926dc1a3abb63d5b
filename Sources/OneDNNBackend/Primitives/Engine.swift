import COneDNN

/// oneDNN's CPU engine, which everything else is made with.
package final class Engine: Sendable {
    nonisolated(unsafe) let handle: ConedEngine

    package init() throws {
        var made = ConedEngine()
        try check(coned_engine_create(&made), "engine")
        handle = made
    }

    deinit { coned_engine_destroy(handle) }

    /// The loaded library's version, for example `2.6.3`.
    package static var libraryVersion: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        coned_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }
}

/// An in-order queue of executions. Only the engine thread uses it.
package final class Stream: @unchecked Sendable {
    package let engine: Engine
    let handle: ConedStream

    package init(engine: Engine) throws {
        var made = ConedStream()
        try check(coned_stream_create(engine.handle, &made), "stream")
        self.engine = engine
        handle = made
    }

    deinit { coned_stream_destroy(handle) }

    /// Returns when everything executed so far is done.
    package func wait() throws {
        try check(coned_stream_wait(handle), "wait for stream")
    }
}

/// Runs `body(thread, threads)` once on each thread of the team that oneDNN uses, and returns when all are done. Call it
/// on the engine thread, whose team stays warm between primitives.
package func parallel(_ body: @Sendable (_ thread: Int, _ threads: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
        var body: @Sendable (Int, Int) -> Void = body
        withUnsafeMutablePointer(to: &body) { pointer in
            coned_parallel(
                { context, thread, threads in
                    guard let context else { return }
                    let body = context.assumingMemoryBound(to: (@Sendable (Int, Int) -> Void).self)
                    body.pointee(Int(thread), Int(threads))
                }, pointer)
        }
    }
}
