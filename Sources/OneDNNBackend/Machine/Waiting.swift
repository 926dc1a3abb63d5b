import COneDNN
import Glibc

/// How the threads of a team wait for each other: awake, which is fastest where nothing else computes, or asleep, where
/// others take the processors and a thread that is awake only keeps the one it waits for from its own.
///
/// Only the engine thread uses it.
final class Waiting {
    private let threads: Int
    private var crowd: OpaquePointer?
    private var policy: WaitingPolicy

    init(threads: Int) {
        self.threads = threads
        policy = WaitingPolicy()
    }

    deinit {
        if let crowd { coned_crowd_disperse(crowd) }
    }

    /// Runs a step and learns from what it got of the processors.
    func during<Result>(_ step: () throws -> Result) rethrows -> Result {
        guard threads > 1 else { return try step() }
        let (time, computed) = (ContinuousClock.now, processorSeconds())
        defer {
            policy.note(
                wallSeconds: (.now - time) / .seconds(1), processorSeconds: processorSeconds() - computed,
                threads: threads)
            follow()
        }
        return try step()
    }

    private func follow() {
        if policy.sleeps, crowd == nil {
            crowd = coned_crowd_gather()
        } else if !policy.sleeps, let gathered = crowd {
            coned_crowd_disperse(gathered)
            crowd = nil
        }
    }
}

/// When a team's threads should sleep rather than spin while they wait for each other. A team that spins gets all of its
/// processors' time, unless somebody else computes there.
package struct WaitingPolicy: Hashable, Sendable {
    package private(set) var sleeps = false
    /// Since the last decision.
    private var wallSeconds = 0.0
    private var processorSeconds = 0.0
    /// What threads that spin would have had.
    private var fullSeconds = 0.0

    package init() {}

    /// So long a team spins before what it got is judged.
    private static let trial = 0.1
    /// So long it sleeps before it tries again whether the others have gone.
    private static let rest = 3.0
    /// Of all that there is, the part below which somebody else computes.
    private static let ownShare = 0.9

    package mutating func note(wallSeconds: Double, processorSeconds: Double, threads: Int) {
        self.wallSeconds += wallSeconds
        self.processorSeconds += processorSeconds
        fullSeconds += wallSeconds * Double(threads)
        guard self.wallSeconds >= (sleeps ? Self.rest : Self.trial) else { return }
        sleeps = !sleeps && self.processorSeconds < Self.ownShare * fullSeconds
        (self.wallSeconds, self.processorSeconds, fullSeconds) = (0, 0, 0)
    }
}

/// What all threads of the process have computed so far.
private func processorSeconds() -> Double {
    var usage = rusage()
    guard getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
