import Files
import Glibc

/// How much more memory this process can have.
package struct MemoryLimit: Hashable, Sendable {
    package enum Source: String, Sendable {
        case machine = "the machine has"
        case controlGroup = "the control group of this process leaves"
        case userLimit = "`ulimit -v` leaves"
    }

    package let byteCount: Int
    /// Who sets the limit, as the beginning of a sentence that ends in the number.
    package let source: Source

    package init(byteCount: Int, source: Source = .machine) {
        self.byteCount = byteCount
        self.source = source
    }

    /// What is left to all for the small things of a run: stacks, pictures of a data set, the library's own memory.
    private static let reserve = 64 << 20

    /// Addresses that are taken without memory behind them: the stacks of threads that read data, code that the library makes.
    private static let addressReserve = 64 << 20

    /// The tightest limit on this machine, now; nil where none is known.
    package static var current: MemoryLimit? {
        let limits = [
            available(in: (try? text(ofFile: "/proc/meminfo")) ?? "").map { MemoryLimit(byteCount: $0) },
            ControlGroup.current.available.map { MemoryLimit(byteCount: $0, source: .controlGroup) },
            addressesLeft.map { MemoryLimit(byteCount: $0, source: .userLimit) },
        ].compactMap { $0 }
        guard let tightest = limits.min(by: { $0.byteCount < $1.byteCount }) else { return nil }
        return MemoryLimit(byteCount: max(0, tightest.byteCount - reserve), source: tightest.source)
    }

    /// What the kernel would give without swapping, from the text of `/proc/meminfo`.
    package static func available(in meminfo: String) -> Int? {
        kibibytes("MemAvailable", in: meminfo)
    }

    /// Nil where addresses are not limited.
    private static var addressesLeft: Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max),
            let used = ProcessMemory.addressed
        else { return nil }
        return max(0, Int(limit.rlim_cur) - used - addressReserve)
    }
}
