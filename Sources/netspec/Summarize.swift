import ArgumentParser
import Diagnostics
import Layers
import Recipes
import Reports
import SpecCompiler
import Training

struct Summarize: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "summary", takes: "<specs> ...",
        "Tells what a network costs, without running it: parameters, multiply-adds, receptive fields, memory.",
        examples: [
            "netspec summary Specs/googlenet-cifar10.yaml",
            "netspec summary net.yaml --depth 2 --count biases,pooling",
            "netspec summary net.yaml --phase training --batch 64",
            "netspec summary net.yaml --parameters --format markdown",
            "netspec summary net.yaml --training",
            "netspec summary before.yaml after.yaml --batch 32",
        ],
        more: """
            Multiply-adds are those of convolutions and linear layers, without biases, in a forward pass of one picture; \
            FLOPs are twice that. --count adds a column of operations, 2 for each multiply-add and besides:
            \(OperationGroup.allCases.map { "  \($0.rawValue): \($0.rule)" }.joined(separator: "\n"))

            Memory is that of float32 numbers, each layer's output a tensor of its own; the engine, which fuses layers, may \
            need less. In evaluation: the weights, the running statistics, and the tensors alive at once, at most. In \
            training: the weights, the running statistics, a gradient for each weight, what the optimiser of `train` \
            remembers, all tensors that the backward pass reads of the forward pass, and the gradients of activations \
            alive at once, at most.

            Several specs stand side by side, with totals, memory, and how long a step is foretold to take on this machine, for \
            which its speed is measured. One that is wrong is told, and the others are shown.
            """)

    @Argument(help: ArgumentHelp("The spec, or several to be compared.", valueName: "specs"), completion: .specs)
    var paths: [String]

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Open modules to this depth: 0 for totals, 1 for the spec's own steps, 2 for theirs. (default: 1)",
            valueName: "levels"))
    var depth: Int?

    @Flag(help: "List every layer.")
    var flat = false

    @Flag(help: "For each module used more than once, list the values that its uses give to its parameters.")
    var parameters = false

    @Flag(help: "List every parameter with its group, learning rate and weight decay in training.")
    var training = false

    @Option(help: "What is priced: evaluation, or training with all that it needs.")
    var phase: PhaseName = .evaluation

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Pictures in a batch, for the memory; 1 if left out, in training the spec's own.", valueName: "count"))
    var batch: Int?

    @Option(
        name: .customLong("count"), parsing: .singleValue,
        help: ArgumentHelp(
            "Also count biases, batch-norm, activations or pooling; several with commas, or repeated.",
            valueName: "groups"),
        completion: .list(OperationGroup.allCases.map(\.rawValue)), transform: operationGroups)
    var counts: [[OperationGroup]] = []

    @OptionGroup var spec: SpecOptions

    @Option(help: "How to write the result.")
    var format: TableFormat = .table

    func validate() throws {
        if let depth, depth < 0 { throw ValidationError("--depth must be at least 0, found \(depth)") }
        if paths.count > 1, depth != nil || flat || parameters || training {
            throw ValidationError("--depth, --flat, --parameters and --training take one spec, found \(paths.count)")
        }
        if depth != nil, flat { throw ValidationError("--depth and --flat cannot be used together") }
        try checkBatch(batch)
    }

    func run() throws {
        try reporting {
            guard paths.count == 1 else { return try compare() }
            let experiment = try compiled(paths[0], spec)
            if training { return try Terminal.write(trained(experiment)) }
            let report = try SummaryReport(experiment, options)
            try Terminal.write(parameters ? try uses(report) : try costs(report))
        }
    }

    private var options: SummaryReport.Options {
        SummaryReport.Options(
            phase: phase.phase, batch: batch, groups: Set(counts.joined()), detail: flat ? .flat : .depth(depth ?? 1))
    }

    /// Ends with an exit code of its own where a spec is wrong.
    private func compare() throws {
        let several = try SummaryOfSeveral(of: paths, spec: spec, options)
        let comparison = several.comparison
        if format == .json {
            try Terminal.write(
                try json(
                    SummaryComparisonJSON(comparison, diagnostics: several.diagnostics, isValid: several.isValid)))
        } else {
            if !several.diagnostics.isEmpty { Terminal.say(Terminal.diagnosticText.render(several.diagnostics)) }
            if !comparison.members.isEmpty { try Terminal.write(text(comparison)) }
        }
        if !several.isValid { throw ExitCode(several.isUnreadable ? 2 : 1) }
    }

    private func text(_ comparison: SummaryComparison) -> String {
        switch format {
        case .table, .json: comparison.text(width: Terminal.width)
        case .csv: comparison.csv
        case .markdown: comparison.markdown
        }
    }

    private func costs(_ report: SummaryReport) throws -> String {
        switch format {
        case .table: SummaryText(report, width: Terminal.width).render()
        case .json: try json(SummaryJSON(report))
        case .csv: SummaryCSV(report).render()
        case .markdown: SummaryMarkdown(report).render()
        }
    }

    private func trained(_ experiment: Experiment) throws -> String {
        _ = try experiment.requireTraining()
        guard let parameters = TrainedParameters(experiment) else { return "" }
        switch format {
        case .table: return parameters.text(width: Terminal.width)
        case .json: return try json(TrainedParametersJSON(parameters))
        case .csv: return parameters.csv
        case .markdown: return parameters.markdown
        }
    }

    /// The arguments of modules are in the JSON of every summary.
    private func uses(_ report: SummaryReport) throws -> String {
        let tables = ParameterTables(report)
        switch format {
        case .table: return tables.text(width: Terminal.width)
        case .json: return try json(SummaryJSON(report))
        case .csv: return tables.csv
        case .markdown: return tables.markdown
        }
    }
}

/// The largest batch is that of `train.batch`.
func checkBatch(_ batch: Int?) throws {
    if let batch, !(1...TrainSettings.largestBatch).contains(batch) {
        throw ValidationError("--batch must be from 1 to \(TrainSettings.largestBatch), found \(batch)")
    }
}
