import ArgumentParser
import Diagnostics
import Reports
import SpecCompiler

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "diff", takes: "<before> [<after>]",
        "Tells what differs between two specs, module by module, and which weights would still load.",
        examples: [
            "netspec diff before.yaml after.yaml",
            "netspec diff net.yaml --set train.batch=64",
            "netspec diff before.yaml after.yaml --depth 2",
        ],
        more: """
            With one spec, what --set would change. The exit code is 0 also where the specs differ.
            """)

    @Argument(help: ArgumentHelp("The spec before.", valueName: "before"), completion: .specs)
    var beforePath: String

    @Argument(
        help: ArgumentHelp("The spec after; the same one if left out.", valueName: "after"), completion: .specs)
    var afterPath: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Pictures in a batch, for the memory; if left out 1, in training each spec's own.", valueName: "count"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            "Compare steps at this depth: 1 for the spec's own, 2 for those of their modules.", valueName: "levels"))
    var depth = 1

    @OptionGroup(title: "Options of the spec after") var spec: SpecOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        if afterPath == nil, spec.overrides.isEmpty {
            throw ValidationError("a second spec is needed, or --set for what it would change")
        }
        if depth < 1 { throw ValidationError("--depth must be at least 1, found \(depth)") }
        try checkBatch(batch)
    }

    func run() throws {
        try reporting {
            let before = try SpecCompiler.compile(beforePath, isStrict: spec.strict, assertions: .unchanged)
            let after = try SpecCompiler.compile(
                afterPath ?? beforePath, overrides: spec.overrides, isStrict: spec.strict,
                assertions: .unchanged)
            guard let old = before.experiment, let new = after.experiment else {
                let isOneMistake = afterPath == nil && before.experiment == nil
                throw DiagnosticsError(before.diagnostics + (isOneMistake ? [] : after.diagnostics))
            }
            say(
                before.diagnostics
                    + (afterPath == nil
                        ? after.diagnostics.filter { !before.diagnostics.contains($0) } : after.diagnostics))
            let diff = SpecDiff(from: old, to: new, batch: batch, depth: depth, overrides: spec.overrides)
            switch format {
            case .text: try Terminal.write(SpecDiffText(diff, width: Terminal.width).render())
            case .json: try Terminal.write(try json(SpecDiffJSON(diff)))
            }
        }
    }

    /// Says which assertions do not hold any more; what lints find is no difference.
    private func say(_ warnings: [Diagnostic]) {
        let stale = warnings.filter { [.assertion, .unknownKey].contains($0.code) }
        if !stale.isEmpty { Terminal.say(Terminal.diagnosticText.render(stale)) }
    }
}
