import ArgumentParser
import Execution
import Layers
import Reports
import SpecCompiler
import Training

struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "tune", takes: "<spec>",
        "Tries a network's convolutions on this machine by every algorithm, and remembers the fastest.",
        examples: ["netspec tune net.yaml", "netspec tune net.yaml --phase train --batch 64"],
        more: """
            Runs do this by themselves for what they do not know yet; this does it again, also for what is known. Let nothing \
            else compute meanwhile.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(help: "Which step; both if left out. train and eval are short for the two.")
    var phase: PhaseName?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures in a step; those of `train` in the spec, or 64.", valueName: "count"))
    var batch: Int?

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        try checkBatch(batch)
        if compute.backend == .reference {
            throw ValidationError("--backend reference has one way to compute only, and nothing to try")
        }
        if compute.noTune { throw ValidationError("--no-tune leaves nothing to do") }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let backend = try compute.makeBackend(for: experiment)
            let phases: [Phase] = phase.map { [$0.phase] } ?? [.training, .evaluation]
            let steps = try phases.map { phase in
                let setup = try experiment.stepSetup(phase, batch: batch, backend: backend, passes: compute.passes)
                // Refuses a batch for which there is not enough memory.
                _ = try locatingBatch(of: experiment, option: batch) {
                    try StepForecast(setup, .stepsAlone, speed: nil, limit: .current)
                }
                let parameters = try ParameterStore(setup.network)
                return TuningReport.Step(
                    network: setup.network, phase: phase, batch: setup.batch,
                    products: try backend.tune(setup.plan, parameters: parameters))
            }
            let report = TuningReport(steps: steps)
            switch format {
            case .json: try Terminal.write(try json(report.json))
            case .text: try Terminal.write(TuningText(report, width: Terminal.width).render())
            }
        }
    }
}
