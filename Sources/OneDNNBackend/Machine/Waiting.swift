import COneDNN

/// How the threads of a team wait for each other: awake, which is fastest where nothing else computes, or asleep, where
/// others take the processors and a thread that is awake only keeps the one it waits for from its own.
///
/// Only the engine thread uses it.
final class Waiting: @unchecked Sendable {
    private let threads: Int
    private var policy = WaitingPolicy()
    private var crowd: OpaquePointer?
    private var last = ContinuousClock.now
    private var delayBefore = 0.0

    /// Looks are no closer together, in seconds: one costs some tens of microseconds.
    private static let interval = 0.1

    init(threads: Int) {
        self.threads = threads
    }

    deinit {
        if let crowd { coned_crowd_disperse(crowd) }
    }

    /// To be called before the team computes: what went before does not count.
    func begin() {
        guard threads > 1, (.now - last) / .seconds(1) >= Self.interval else { return }
        (last, delayBefore) = (.now, ProcessorDelay.seconds)
    }

    /// To be called between operations: looks now and then what the team gets of the processors, and goes by it.
    func look() {
        guard threads > 1 else { return }
        let seconds = (.now - last) / .seconds(1)
        guard seconds >= Self.interval else { return }
        let delay = ProcessorDelay.seconds
        policy.note(delayedShare: (delay - delayBefore) / (seconds * Double(threads)))
        (last, delayBefore) = (.now, delay)
        follow()
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

/// When a team's threads should sleep rather than spin while they wait for each other.
package struct WaitingPolicy: Hashable, Sendable {
    package private(set) var sleeps = false

    package init() {}

    /// From so much on others compute on the team's processors.
    static let shared = 0.05
    /// Up to so much they have gone.
    private static let alone = 0.02

    /// - Parameter share: of the team's time, how much its threads could have run and had no processor.
    package mutating func note(delayedShare share: Double) {
        sleeps = share > (sleeps ? Self.alone : Self.shared)
    }
}
