import Foundation

/// A worker in a process of its own, whose crash or standstill is a finding like others.
final class WorkerProcess {
    enum Event {
        case message(Message)
        /// What it died of; nil where it was done.
        case end(String?)
    }

    private let process = Process()
    private let pipe = Pipe()
    private var unread: [UInt8] = []

    /// After so many seconds without a message it stands still.
    private static let patience = 120

    /// What is not said otherwise. Threads that wait sleep: the work of a network so small is over before a thread that waits
    /// for its turn on a busy machine gets it.
    private static let usual = ["SWIFT_BACKTRACE": "enable=no", "OMP_WAIT_POLICY": "passive"]

    init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe")
        process.arguments = ["--worker"] + arguments
        process.environment = Self.usual.merging(ProcessInfo.processInfo.environment) { $1 }
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Waits for what comes next.
    func next() -> Event {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                if let message = Message(line) { return .message(message) }
                continue
            }
            guard comesMore else {
                let threads = threads
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                return .end("stood still for \(Self.patience) seconds, its threads \(threads)")
            }
            let bytes = pipe.fileHandleForReading.availableData
            if bytes.isEmpty { return .end(death) }
            unread += bytes
        }
    }

    /// Waits second by second: where all is stopped for longer, as for a measurement beside it, one of them is lost.
    private var comesMore: Bool {
        (0..<Self.patience).contains { _ in
            var waiting = pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            return poll(&waiting, 1, 1000) != 0
        }
    }

    /// What each of its threads does, and in which of the kernel's functions it waits: `R 0, S futex_wait_queue`.
    private var threads: String {
        let folder = URL(fileURLWithPath: "/proc/\(process.processIdentifier)/task")
        let tasks = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return tasks.map { task in
            let status = (try? String(contentsOf: task.appendingPathComponent("stat"), encoding: .utf8)) ?? ""
            let place = (try? String(contentsOf: task.appendingPathComponent("wchan"), encoding: .utf8)) ?? ""
            let state = status.split(separator: ")").last?.split(separator: " ").first ?? "?"
            return "\(state) \(place)"
        }.joined(separator: ", ")
    }

    private var death: String? {
        process.waitUntilExit()
        let status = process.terminationStatus
        if process.terminationReason == .uncaughtSignal { return "died of signal \(status)" }
        return status == 0 ? nil : "ended with exit code \(status)"
    }
}
