@preconcurrency import Glibc

/// Notes that the program is asked to stop, by Ctrl-C, `kill` or a closed terminal, so that a run can end in good order.
///
/// A second request, by either of the first two, ends the program at once. What whoever started the program had it ignore, as
/// `nohup` does, stays ignored.
final class StopRequest {
    private nonisolated(unsafe) static var count: sig_atomic_t = 0
    /// The signals that ask to stop, but for those that are ignored.
    private static let heeded = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }

    init() {
        (Self.heedsInterrupt, Self.heedsTermination) = (
            Self.heeded.contains(SIGINT), Self.heeded.contains(SIGTERM)
        )
        for number in Self.heeded { signal(number, Self.note) }
        Self.unblock(Self.heeded)
    }

    /// As `heeded`, for the handler.
    private nonisolated(unsafe) static var (heedsInterrupt, heedsTermination) = (false, false)

    /// Lets messages and results to a reader that went away fail instead of ending the program.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Lets Ctrl-C end the program as one that has done its work, for commands that have no end of their own; not where
    /// whoever started it wants it to go on.
    static func endAtInterrupt() {
        guard !isIgnored(SIGINT) else { return }
        signal(SIGINT) { _ in _exit(0) }
        unblock([SIGINT])
    }

    /// Lets Ctrl-C end the program at once as such, for work that can be gone on with from whatever moment; not where whoever started it
    /// wants it to go on.
    static func endAtSignal() { unblock([SIGINT].filter { !isIgnored($0) }) }

    var isMade: Bool { StopRequest.count != 0 }

    deinit {
        for number in Self.heeded { signal(number, SIG_DFL) }
    }

    /// A signal handler: calls nothing but what such a one may call.
    private static let note: @convention(c) (Int32) -> Void = { number in
        StopRequest.count = 1
        // A closed terminal is told several times over.
        if number != SIGHUP {
            if heedsInterrupt { signal(SIGINT, SIG_DFL) }
            if heedsTermination { signal(SIGTERM, SIG_DFL) }
        }
        let text: StaticString = "\nstopping after this step; ask again to stop at once\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    /// Whether whoever started the program wants it to outlive the terminal, as `nohup` does.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return address(action.__sigaction_handler.sa_handler) == address(SIG_IGN)
    }

    /// Lets signals through that whoever started the program had blocked, as programs with worker threads do.
    private static func unblock(_ numbers: [Int32]) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static func address(_ handler: sighandler_t?) -> Int {
        unsafeBitCast(handler, to: Int.self)
    }
}
