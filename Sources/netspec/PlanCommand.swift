import ArgumentParser
import Planning
import Recipes
import Reports
import SpecCompiler
import SpecSyntax
import Training

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "plan", takes: "<spec>",
        "Tells what a step will be before it runs: operations, memory and time.",
        examples: ["netspec plan net.yaml --phase train --batch 64", "netspec plan net.yaml --flat"],
        more: """
            Takes no memory for the step and runs nothing of the network. The machine's peak, its bandwidth, and what usual \
            operations take on a small network are measured, which takes half a second; the prediction holds for a machine \
            that has nothing else to do.
            """)

    @Argument(help: ArgumentHelp("The spec.", valueName: "spec"), completion: .specs)
    var path: String

    @OptionGroup var step: StepOptions

    @OptionGroup var spec: SpecOptions
    @OptionGroup var compute: ComputeOptions

    @Option(help: "How to write the result.")
    var format: OutputFormat = .text

    /// What the steps of each phase with smaller or larger pictures will be.
    private func phases(
        of experiment: Experiment, _ setup: StepSetup, _ course: MemoryForecaster.Course, _ machine: TimingMachine
    ) throws -> [PlanPhase] {
        guard step.phase == .training else { return [] }
        return try (experiment.training?.sizes ?? []).map { phase in
            let forecast = try StepForecast(setup.onPictures(of: phase), course, speed: machine.speed, limit: nil)
            return PlanPhase(
                until: phase.until, height: phase.size.height, width: phase.size.width, forecast: forecast)
        }
    }

    func run() throws {
        try reporting {
            let experiment = try compiled(path, spec)
            let machine = try compute.timingMachine(for: experiment)
            let setup = try experiment.stepSetup(
                step.phase.phase, batch: step.batch, backend: compute.makeBackend(for: experiment),
                passes: compute.passes)
            let course: MemoryForecaster.Course =
                step.phase == .training ? .training(evaluated: experiment.network) : .evaluation(.whole)
            let limit = MemoryLimit.current
            let report = PlanReport(
                setup, try StepForecast(setup, course, speed: machine.speed, limit: nil), machine, limit: limit,
                phases: try phases(of: experiment, setup, course, machine))
            switch format {
            case .json: try Terminal.write(try json(PlanJSON(report)))
            case .text:
                try Terminal.write(PlanText(report, depth: step.groupedDepth, width: Terminal.width).render())
            }
        }
    }
}
