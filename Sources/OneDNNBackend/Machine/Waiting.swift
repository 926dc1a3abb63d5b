import COneDNN
import Glibc

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
        (last, delayBefore) = (.now, secondsDelayed())
    }

    /// To be called between operations: looks now and then what the team gets of the processors, and goes by it.
    func look() {
        guard threads > 1 else { return }
        let seconds = (.now - last) / .seconds(1)
        guard seconds >= Self.interval else { return }
        let delay = secondsDelayed()
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
    private static let shared = 0.05
    /// Up to so much they have gone.
    private static let alone = 0.02

    /// - Parameter share: of the team's time, how much its threads could have run and had no processor.
    package mutating func note(delayedShare share: Double) {
        sleeps = share > (sleeps ? Self.alone : Self.shared)
    }
}

/// How long the threads of the process could have run so far and had no processor; 0 where the system does not tell.
private func secondsDelayed() -> Double {
    guard let folder = opendir("/proc/self/task") else { return 0 }
    defer { closedir(folder) }
    var nanoseconds = 0.0
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard !name.hasPrefix(".") else { continue }
        nanoseconds += nanosecondsDelayed(thread: name)
    }
    return nanoseconds / 1e9
}

/// The second number of a thread's `schedstat`: `time on the processor, time waiting for one, slices`.
private func nanosecondsDelayed(thread: String) -> Double {
    let file = open("/proc/self/task/\(thread)/schedstat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return 0 }
    let numbers = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
    return numbers.count > 1 ? Double(numbers[1]) ?? 0 : 0
}
