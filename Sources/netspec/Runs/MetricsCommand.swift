import ArgumentParser
import Reports
import Training

struct MetricsCommand: ParsableCommand {
    /// How metrics are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    static let configuration = CommandConfiguration(
        command: "metrics", takes: "<run>", "Lists the metrics of a run, epoch by epoch or line by line.",
        examples: ["netspec metrics runs/1", "netspec metrics runs/1 --format csv > metrics.csv"],
        more: """
            As text it tells each epoch's means; as CSV and JSON every line of `metrics.jsonl`, with the version of its schema. \
            The last line of a run that goes on may not be whole, and is passed over.
            """)

    @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"), completion: .directory)
    var path: String

    @Option(help: "How to write them: text, csv or json, an object a line.")
    var format: Format = .text

    func run() throws {
        try reporting {
            let (lines, doubt) = try MetricsLog.reading(of: RunFolder.open(at: path).metricsPath)
            Terminal.warn([doubt].compactMap { $0 })
            switch format {
            case .text: try Terminal.write(MetricsText(RunHistory(lines), width: Terminal.width).render())
            case .csv: try Terminal.write(MetricsCSV(lines).render())
            case .json: try Terminal.write(lines.map { $0.json + "\n" }.joined())
            }
        }
    }
}
