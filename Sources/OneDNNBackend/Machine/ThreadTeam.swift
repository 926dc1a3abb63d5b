import COneDNN

/// How many threads compute: as many as are asked for, or as the runtime's limit leaves.
package struct ThreadTeam: Hashable, Sendable {
    package let asked: Int
    /// `OMP_THREAD_LIMIT`, or more than anybody asks for.
    package let limit: Int

    package init(asked: Int) {
        self.init(asked: asked, limit: Int(coned_thread_limit()))
    }

    package init(asked: Int, limit: Int) {
        (self.asked, self.limit) = (asked, limit)
    }

    package var threads: Int { max(1, min(asked, limit)) }

    /// What its user should know; nil where it is as asked for, and no larger than the machine.
    ///
    /// - Parameter processors: how many the process may use.
    package func note(processors: Int) -> String? {
        if threads < asked {
            return "\(count(threads)) of the \(asked) asked for: `OMP_THREAD_LIMIT` allows no more"
        }
        guard threads > processors else { return nil }
        return "\(count(threads)) share \(processors == 1 ? "one processor" : "\(processors) processors") and wait for "
            + "each other; `--threads \(processors)` is faster"
    }

    private func count(_ threads: Int) -> String { threads == 1 ? "1 thread" : "\(threads) threads" }
}
