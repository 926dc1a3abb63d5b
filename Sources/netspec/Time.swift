import ArgumentParser
import Execution
import Reports
import SpecCompiler
import Training

struct Time: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "time", takes: "<spec>",
        "Times a step of a network on pictures of noise: throughput, and what each module or layer takes.",
        examples: ["netspec time net.yaml --phase train --batch 64"],
        more: """
            Needs no data. A training step is forward, backward and the optimiser. Operations that compute several layers \
            at once are listed with all of them.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @OptionGroup var step: StepOptions

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Steps that count; two more go before them.", valueName: "count"))
    var steps = 5

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps must be at least 1, found \(steps)") }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let machine = try compute.timingMachine(for: experiment)
            let backend = try compute.makeBackend(for: experiment)
            let setup = try experiment.stepSetup(
                step.phase.phase, batch: step.batch, backend: backend, passes: compute.passes)
            let forecast = try locatingBatch(of: experiment, option: step.batch) {
                try StepForecast(setup, .stepsAlone, speed: machine.speed, limit: .current)
            }
            let timing = try StepTiming.measure(setup, steps: steps)
            doubtFindings(
                of: backend, setup.phase, by: try StepForecast(setup, .stepsAlone, speed: machine.speed, limit: nil),
                seconds: \.secondsWithOneBatch, measuredSeconds: timing.secondsPerStep)
            switch format {
            case .json: try Terminal.write(try json(TimingJSON(timing, machine, forecast)))
            case .text:
                try Terminal.write(
                    TimingText(timing, machine, forecast, depth: step.groupedDepth, width: Terminal.width).render())
            }
        }
    }
}
