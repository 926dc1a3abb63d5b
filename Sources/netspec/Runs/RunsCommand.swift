import ArgumentParser
import Reports
import Training

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "runs", takes: "[<folder>]",
        "Lists the runs in a folder: how they stand, what they came to, and in what their specs differ.",
        examples: ["netspec runs", "netspec runs experiments --format json"],
        more: """
            Runs in folders within the folder are found too, as those of --seeds. The best accuracy is that on the pictures held \
            out, where some are, and else that of the test.
            """)

    @Argument(help: ArgumentHelp("The folder; runs if left out.", valueName: "folder"), completion: .directory)
    var path = "runs"

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func run() throws {
        try reporting {
            var failures: [any Error] = []
            let runs = try RunOverview.folders(in: path).compactMap { folder -> RunOverview? in
                do {
                    return try RunOverview(RunFolder.open(at: folder))
                } catch {
                    failures.append(error)
                    return nil
                }
            }
            let list = RunList(runs)
            Terminal.warn(runs.flatMap(\.doubts))
            switch format {
            case .json: try Terminal.write(try json(RunListJSON(list)))
            case .text:
                try Terminal.write(
                    list.runs.isEmpty && failures.isEmpty ? "no runs in \(path)\n" : list.text(width: Terminal.width))
            }
            // A run that cannot be read keeps none of the others from the list.
            for failure in failures.dropLast() { say(failure, help: remedy(for: failure)) }
            if let last = failures.last { throw last }
        }
    }
}
