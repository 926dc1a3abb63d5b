import ArgumentParser
import Datasets
import Recipes
import Reports
import SpecCompiler

struct Rate: ParsableCommand {
    /// How rates are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, csv, json
    }

    static let configuration = CommandConfiguration(
        command: "rate", takes: "<spec>",
        "Draws the learning rate over a training, or lists it step by step.",
        examples: [
            "netspec rate net.yaml",
            "netspec rate net.yaml --format csv > rate.csv",
            "netspec rate net.yaml --steps-per-epoch 390",
        ],
        more: """
            Steps and epochs count from 1, as in the metrics of a run. Of a schedule that goes by evaluations it tells the rates \
            that come if no evaluation changes them.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Steps in an epoch; as many as the spec's data have, if left out.", valueName: "count"))
    var stepsPerEpoch: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "In CSV and JSON a row for every so many steps; if left out, for each of up to \(RateReport.mostRows).",
            valueName: "steps"))
    var every: Int?

    @Option(
        help: ArgumentHelp("Folder of the data, or a parent of it; NETSPEC_DATA if left out.", valueName: "folder"),
        completion: .directory, transform: givenPath)
    var data: String?

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the rates: text, csv or json.")
    var format: Format = .text

    func validate() throws {
        for (name, count) in [("steps-per-epoch", stepsPerEpoch), ("every", every)] {
            if let count, !(1...1_000_000_000).contains(count) {
                throw ValidationError("--\(name) must be from 1 to 1000000000, found \(count)")
            }
        }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let settings = try experiment.requireTraining()
            let curve = RateCurve(settings, stepsPerEpoch: try stepsPerEpoch ?? stepsPerEpoch(of: experiment))
            let report = RateReport(experiment, curve, every: every)
            switch format {
            case .text: try Terminal.write(RateText(report, width: Terminal.width).render())
            case .csv: try Terminal.write(RateCSV(report).render())
            case .json: try Terminal.write(try json(RateJSON(report)))
            }
        }
    }

    private func stepsPerEpoch(of experiment: Experiment) throws -> Int {
        let (settings, data) = (try experiment.requireTraining(), try experiment.requireData())
        return max(1, settings.stepsPerEpoch(pictures: try pictureCount(of: data)))
    }

    /// Of a source whose files may hold another set, those of the folder; without one, those of the set that it is named for.
    private func pictureCount(of data: DataSettings) throws -> Int {
        if let count = data.exactTrainingCount { return count }
        let opening = DataOpening.counting(option: self.data)
        guard let usual = data.trainingCount, self.data == nil else { return try data.open(opening).train.count }
        // A folder of the environment may be for other specs.
        if opening.folder != nil, let set = try? data.open(opening) { return set.train.count }
        Terminal.note(
            "these are the steps of \(usual) training pictures, those of the usual set; with `--data DIR` they are counted"
        )
        return usual
    }
}
