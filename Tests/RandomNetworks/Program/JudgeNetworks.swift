import ArgumentParser
import Execution
import Foundation
import OneDNNBackend
import RandomNetworks
import Tensors

@main struct JudgeNetworks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge-networks",
        abstract: "Holds oneDNN's backend to the reference on networks made up from seeds, until it is stopped.",
        discussion: """
            A finding is a line that repeats it, what differs, and the network, on standard output; the exit code is 1 if there \
            was one. Networks are judged by a process of its own, so that a crash is a finding too.
            """)

    @Option(help: "The seed to begin with; by the clock if left out.")
    var from: UInt64?

    @Option(help: "Stop after so many seconds.")
    var seconds: Double?

    @Option(help: "Judge the network of one seed only.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Judge the network of a spec only, whose `train` says the batch.", valueName: "file"))
    var spec: String?

    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("Run it in this way only: `training,float32,all,2,untuned,17`.", valueName: "trial"))
    var trial: Trial?

    @Option(help: "One precision only.")
    var precision: Precision?

    @Flag(help: "Take parts out of each network in which something is wrong for as long as it still is.")
    var reduce = false

    /// Judges and sends messages, for the process that started it.
    @Flag(help: .private) var worker = false

    func validate() throws {
        guard seed == nil || spec == nil else { throw ValidationError("--seed and --spec are two networks") }
        guard trial == nil || seed != nil || spec != nil else { throw ValidationError("--case needs --seed or --spec") }
    }

    func run() throws {
        let precisions = precision.map { [$0] } ?? Self.precisions
        if worker { return try work(precisions) }
        if !Self.precisions.contains(.bfloat16) {
            say("no bfloat16: the processor has no instructions for it, or may not use them")
        }
        let hunt = Hunt(reduces: reduce, deadline: seconds.map { Date(timeIntervalSinceNow: $0) })
        let limits =
            ["--precision", precision?.rawValue].compactMap { $0 }.count == 2
            ? ["--precision", "\(precisions[0])"] : []
        let way = trial.map { ["--case", $0.description] } ?? []
        if let seed {
            try hunt.judge(["--seed", "\(seed)"] + way + limits)
        } else if let spec {
            try hunt.judge(["--spec", spec] + way + limits)
        } else {
            try hunt.go(on: from ?? UInt64(Date().timeIntervalSince1970) * 1000, limits)
        }
        if hunt.findings > 0 { throw ExitCode(1) }
    }

    private func work(_ precisions: [Precision]) throws {
        let worker = Worker()
        if let seed {
            worker.judge(seed, trials: trial.map { [$0] } ?? Trial.drawn(seed: seed, precisions: precisions))
        } else if let spec {
            let text = try String(contentsOfFile: spec, encoding: .utf8)
            worker.judge(text, trial.map { [$0] } ?? Trial.all(precisions: precisions, numberSeed: 1))
        } else {
            worker.judge(from: from ?? 0, precisions: precisions)
        }
    }

    /// Those that the machine has.
    private static var precisions: [Precision] {
        Precision.allCases.filter { (try? OneDNNBackend(threads: 1, precision: $0)) != nil }
    }
}

/// Writes a line to standard error.
func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

extension Precision: ExpressibleByArgument {}

extension Trial: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
