import Foundation
import RandomNetworks

/// Has networks judged, and prints what is wrong.
final class Hunt {
    private let reduces: Bool
    private let deadline: Date?
    private let start = Date()
    private var lastWord = Date()
    private var trials = 0
    private(set) var findings = 0

    /// Seconds between two words of how far it is.
    private static let pause = 10.0

    init(reduces: Bool, deadline: Date?) {
        self.reduces = reduces
        self.deadline = deadline
    }

    /// One network.
    func judge(_ arguments: [String]) throws {
        try WorkerFinding.all(of: arguments, progress: { if case .trial = $0 { self.trials += 1 } }, body: report)
        say("\(trials) trials, \(findings) findings")
    }

    /// From seed to seed until the deadline; behind one at which a worker died with another.
    func go(on first: UInt64, _ options: [String]) throws {
        say("from seed \(first)")
        var next: UInt64? = first
        var current = first
        while let from = next {
            let died = try WorkerFinding.all(
                of: ["--from", "\(from)"] + options, isDone: { self.isOver },
                progress: { message in
                    if case .seed(let seed) = message { current = seed }
                    if case .trial = message { self.trials += 1 }
                    self.sayHowFar(current, from: first)
                }, body: report)
            next = isOver ? nil : died.map { $0 + 1 }
        }
        say("seeds \(first) to \(current), \(trials) trials, \(findings) findings in \(seconds) s")
    }

    private var isOver: Bool { deadline.map { Date() >= $0 } ?? false }
    private var seconds: Int { Int(Date().timeIntervalSince(start)) }

    private func sayHowFar(_ seed: UInt64, from first: UInt64) {
        guard Date().timeIntervalSince(lastWord) >= Self.pause else { return }
        lastWord = Date()
        say("\(seed - first) networks, \(trials) trials, \(findings) findings in \(seconds) s")
    }

    private func report(_ finding: WorkerFinding) throws {
        findings += 1
        let way = finding.trial.map { " --case \($0)" } ?? ""
        print("judge-networks\(finding.seed.map { " --seed \($0)" } ?? "")\(way)")
        for line in finding.lines { print("    \(line)") }
        if let seed = finding.seed { print(try text(finding, seed)) }
        fflush(nil)
    }

    private func text(_ finding: WorkerFinding, _ seed: UInt64) throws -> String {
        guard reduces, let smaller = Reduction(finding) else { return NetworkGenerator.draft(seed: seed).text }
        return "reduced, where\n" + smaller.finding.lines.map { "    \($0)\n" }.joined() + smaller.draft.text
    }
}
