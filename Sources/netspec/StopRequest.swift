@preconcurrency import Glibc

/// Notes that the program is asked to stop, by Ctrl-C, `kill` or a closed terminal, so that a run can end in good order.
///
/// A second request ends the program at once. While this object lives, a reader of the output that goes away does not end
/// the program either.
final class StopRequest {
    private nonisolated(unsafe) static var count: sig_atomic_t = 0

    init() {
        signal(SIGINT, Self.note)
        signal(SIGTERM, Self.note)
        if !Self.isIgnored(SIGHUP) { signal(SIGHUP, Self.note) }
        signal(SIGPIPE, SIG_IGN)
        Self.unblock([SIGINT, SIGTERM, SIGHUP])
    }

    /// Lets Ctrl-C end the program as one that has done its work, for commands that have no end of their own; not where
    /// whoever started it wants it to go on.
    static func endAtInterrupt() {
        guard !isIgnored(SIGINT) else { return }
        signal(SIGINT) { _ in _exit(0) }
        unblock([SIGINT])
    }

    var isMade: Bool { StopRequest.count != 0 }

    deinit {
        for number in [SIGINT, SIGTERM, SIGPIPE] { signal(number, SIG_DFL) }
        if !Self.isIgnored(SIGHUP) { signal(SIGHUP, SIG_DFL) }
    }

    /// A signal handler: calls nothing but what such a one may call.
    private static let note: @convention(c) (Int32) -> Void = { number in
        StopRequest.count = 1
        signal(number, SIG_DFL)
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
