import ArgumentParser
import Diagnostics
import Execution
import Layers
import Planning
import Recipes
import Reports
import SpecCompiler
import Tensors
import Training

/// Prices several specs side by side; one that is wrong is told, and the others are priced all the same.
struct SummaryOfSeveral {
    private let options: SummaryReport.Options
    private let compute: ComputeOptions
    /// Measured once for each precision that a spec asks for.
    private var machines: [Precision: TimingMachine] = [:]
    private var members: [SummaryComparison.Member] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var isValid = true
    private(set) var isUnreadable = false

    var comparison: SummaryComparison { SummaryComparison(members) }

    init(of paths: [String], spec: SpecOptions, _ options: SummaryReport.Options) throws {
        self.options = options
        compute = try ComputeOptions.parse([])
        for path in paths {
            let check = try SpecCheck(of: [path], options: spec, assertions: .unchanged)
            diagnostics += check.diagnostics
            isUnreadable = isUnreadable || check.isUnreadable
            guard let experiment = check.experiments.first else {
                isValid = false
                continue
            }
            add(path, experiment)
        }
    }

    private mutating func add(_ path: String, _ experiment: Experiment) {
        do {
            let report = try SummaryReport(experiment, options)
            members.append(.init(path: path, report: report, forecast: forecast(experiment, report)))
        } catch {
            diagnostics += error.diagnostics
            isValid = false
        }
    }

    /// Nil where the machine has not what the step takes: the memory, the precision.
    private mutating func forecast(_ experiment: Experiment, _ report: SummaryReport) -> SummaryComparison.Forecast? {
        guard let machine = try? machine(for: experiment),
            let setup = try? experiment.stepSetup(
                options.phase, batch: report.memory.batch, backend: compute.makeBackend(for: experiment),
                passes: compute.passes),
            let step = try? StepForecast(
                setup,
                options.phase == .training ? .training(evaluated: experiment.network) : .evaluation(.whole),
                speed: machine.speed, limit: nil)
        else { return nil }
        return step.seconds.map { SummaryComparison.Forecast(seconds: $0, machine: machine) }
    }

    private mutating func machine(for experiment: Experiment) throws -> TimingMachine {
        let precision = experiment.training?.precision ?? .float32
        if let known = machines[precision] { return known }
        let machine = try compute.timingMachine(for: experiment)
        machines[precision] = machine
        return machine
    }
}
