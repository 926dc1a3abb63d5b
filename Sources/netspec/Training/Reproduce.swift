import ArgumentParser
import Files
import Planning
import SpecCompiler
import Training

struct Reproduce: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "reproduce", takes: "<run>",
        "Trains a run again, and compares its losses and then its weights with what is in its folder.",
        examples: ["netspec reproduce runs/1"],
        more: """
            The run is only read. It is made again with its own spec, algorithms, threads and passes, up to its last checkpoint \
            or to the first loss that differs. Exit code 0 if all bits are the same, 1 if not.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"), completion: .directory)
    var path: String

    @Option(
        help: ArgumentHelp("Folder of the data, or a parent of it; NETSPEC_DATA if left out.", valueName: "folder"),
        completion: .directory, transform: givenPath)
    var data: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to compute with; as many as the run began with if left out.", valueName: "count"))
    var threads: Int?

    @OptionGroup var messages: MessageOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            StopRequest.ignoreBrokenPipes()
            let run = try RunFolder.open(at: path)
            // It changes which files are kept, and nothing in them.
            let options = try SpecOptions.parse(["--set", "train.keep-checkpoints=2"])
            let machine = try machine(of: run)
            let experiment = try compiled(run.specPath, options, assertions: .all, saysWarnings: false)
            let session = try TrainingSession(
                experiment, machine, messages, timeLimit: TrainingSession.noLimit)
            let stop = StopRequest()
            let result = try withTemporaryFolder { folder in
                try Reproduction(
                    of: run, in: folder, spec: experiment.resolvedText, observer: messages.progress,
                    setup: { try session.setup(findings: $0, weights: $1) }, isStopRequested: { stop.isMade })
            }
            switch format {
            case .json: try Terminal.write(try json(result))
            case .text: try Terminal.write(result.line + "\n")
            }
            if !result.reproduced { throw ExitCode(1) }
        }
    }

    /// What the run began with; options go before.
    ///
    /// - Throws: `TrainingError` where it says what no netspec writes.
    private func machine(of run: RunFolder) throws -> MachineOptions {
        let conditions = run.conditions ?? [:]
        do {
            return try machine(as: conditions)
        } catch {
            let odd = conditions.sorted { $0.key < $1.key }.filter {
                ["backend", "passes", "threads"].contains($0.key)
            }
            throw TrainingError(
                "`\(run.computationPath)` must say how the run computes, found "
                    + odd.map { "\($0.key) `\($0.value)`" }.joined(separator: ", "),
                help: "put the file back from a copy; without it `reproduce` computes as usual here")
        }
    }

    private func machine(as conditions: [String: String]) throws -> MachineOptions {
        var arguments: [String] = data.map { ["--data", $0] } ?? []
        if let count = threads ?? conditions["threads"].map({ Int($0) ?? 0 }) {
            arguments += ["--threads", "\(count)"]
        }
        if let backend = conditions["backend"] { arguments += ["--backend", backend] }
        if let passes = conditions["passes"]?.split(separator: " ").map(String.init) {
            // One that there is none of is refused then, as an option is.
            for pass in Set(PlanPass.all.map(\.name)).symmetricDifference(passes).sorted() {
                arguments += ["--without-pass", pass]
            }
        }
        return try MachineOptions.parse(arguments)
    }
}
