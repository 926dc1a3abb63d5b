import ArgumentParser
import Layers
import Networks
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

    enum TimedPhase: String, ExpressibleByArgument, CaseIterable {
        case train, eval
    }

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @Option(help: "What to time.")
    var phase: TimedPhase = .train

    @Option(help: ArgumentHelp("Pictures in a step; those of `train` in the spec, or 64.", valueName: "count"))
    var batch: Int?

    @Option(help: ArgumentHelp("Steps that count; two more go before them.", valueName: "count"))
    var steps = 5

    @Option(help: ArgumentHelp("Group layers by so many names of their paths.", valueName: "count"))
    var depth = 1

    @Flag(help: "List every layer instead of modules.")
    var flat = false

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    func validate() throws {
        if let batch, batch < 1 { throw ValidationError("--batch must be at least 1, found \(batch)") }
        guard steps >= 1 else { throw ValidationError("--steps must be at least 1, found \(steps)") }
        guard depth >= 1 else { throw ValidationError("--depth must be at least 1, found \(depth)") }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let timing = try timing(of: experiment)
            let machine = try compute.timingMachine()
            switch format {
            case .json: try Terminal.write(try json(TimingJSON(timing, machine)))
            case .text:
                try Terminal.write(
                    TimingText(timing, machine, depth: flat ? nil : depth, width: Terminal.width).render())
            }
        }
    }

    private func timing(of experiment: Experiment) throws -> StepTiming {
        let batch = batch ?? experiment.training?.batch ?? 64
        let backend = try compute.makeBackend()
        switch phase {
        case .eval:
            return try StepTiming.measure(
                experiment.network.forEvaluation, phase: .evaluation, batch: batch, optimizer: nil, backend: backend,
                steps: steps, passes: compute.passes)
        case .train:
            let smoothing = experiment.training?.labelSmoothing ?? 0
            return try StepTiming.measure(
                experiment.network.forTraining(labelSmoothing: smoothing), phase: .training, batch: batch,
                optimizer: experiment.training?.optimizer ?? SGD(rate: 0.01, momentum: 0.9), backend: backend,
                steps: steps, passes: compute.passes)
        }
    }
}
