@preconcurrency import Glibc

/// The limit that `ulimit -v` sets to the addresses of this process, and what happens when it is reached.
///
/// Where netspec asks for memory itself, too little is an error like any other. Swift's own allocations and libraries cannot
/// report it: they end the process by a signal, which becomes one sentence and exit code 2 here.
enum AddressLimit {
    private nonisolated(unsafe) static var byteCount: UInt = 0

    /// Turns the signals of a process that gets no memory into an error, where the addresses are limited.
    static func heed() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max) else {
            return
        }
        byteCount = UInt(limit.rlim_cur)
        for number in [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP] { signal(number, end) }
    }

    /// A signal handler: calls nothing but what such a one may call, and takes no memory.
    private static let end: @convention(c) (Int32) -> Void = { number in
        signal(number, SIG_DFL)
        // With room left the cause is another: the signal comes again, and ends the process.
        guard AddressLimit.isHalfUsed() else { return }
        let text: StaticString = """
            error: there must be enough memory, and `ulimit -v` leaves too little for what this command does
              = help: raise the limit, or lower the batch

            """
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        _exit(2)
    }

    /// From the first number of `/proc/self/statm`, the pages of addresses in use.
    private static func isHalfUsed() -> Bool {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        var digits: (UInt64, UInt64) = (0, 0)
        let count = read(file, &digits, 16)
        close(file)
        var pages: UInt = 0
        withUnsafeBytes(of: &digits) { bytes in
            for index in 0..<max(0, min(count, 16)) {
                guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { break }
                pages = pages &* 10 &+ UInt(bytes[index] &- 0x30)
            }
        }
        return pages &* UInt(sysconf(Int32(_SC_PAGESIZE))) &* 2 > byteCount
    }
}
