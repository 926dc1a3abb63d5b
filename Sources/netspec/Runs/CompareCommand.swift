import ArgumentParser
import Files
import Pages
import Reports
import Training

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "compare", takes: "<run> <run>…",
        "Lays runs side by side: what differs in spec and result, and their curves over each other.",
        examples: ["netspec compare runs/1 runs/2", "netspec compare runs/* --html compared.html"])

    @Argument(help: ArgumentHelp("The folders of runs.", valueName: "run"), completion: .directory)
    var paths: [String]

    @Option(
        help: ArgumentHelp("Write a page to this file instead, to look at in a browser.", valueName: "file"),
        completion: .file(extensions: ["html"]), transform: givenFile)
    var html: String?

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        guard (2...RunComparison.most).contains(paths.count) else {
            throw ValidationError("2 to \(RunComparison.most) runs can be compared, found \(paths.count)")
        }
        if html != nil, format != .text { throw ValidationError("--html and --format cannot be used together") }
    }

    func run() throws {
        try reporting {
            let runs = try paths.map { try RunOverview(RunFolder.open(at: $0)) }
            Terminal.warn(runs.flatMap(\.doubts))
            let comparison = RunComparison(runs)
            if let html {
                try PageFile.write(ComparisonPage(comparison).render(), to: html)
                return try Terminal.write("comparison: \(html)\n")
            }
            switch format {
            case .json: try Terminal.write(try json(RunListJSON(RunList(runs))))
            case .text: try Terminal.write(RunComparisonText(comparison, width: Terminal.width).render())
            }
        }
    }
}
