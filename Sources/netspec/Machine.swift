import Execution
import FoundationEssentials
import Layers
import OneDNNBackend
import Recipes
import Reports
import SpecCompiler
import Tensors
import Training

extension ComputeOptions {
    /// The backend that the user chose, with as many threads as asked for, in the precision asked for or the spec's.
    func makeBackend(for experiment: Experiment) throws -> any Backend {
        switch backend {
        case .onednn:
            if let note = team.note(processors: processors) { Terminal.note(note) }
            return try OneDNNBackend(
                threads: team.threads, precision: precision(for: experiment),
                tuning: noTune ? nil : .ofThisMachine(threads: team.threads))
        case .reference:
            return try referenceBackend(for: experiment)
        }
    }

    private func referenceBackend(for experiment: Experiment) throws -> ReferenceBackend {
        guard experiment.training?.precision != .bfloat16 || precision == .float32 else {
            throw TrainingError(
                "the reference computes in float32 only, and `precision` of `train` is `bfloat16`",
                help: "add `--precision float32`")
        }
        return ReferenceBackend()
    }

    /// What a step with these options runs on; its speed is measured here, which takes a fraction of a second.
    func timingMachine(for experiment: Experiment) throws -> TimingMachine {
        TimingMachine(
            threads: backend == .onednn ? team.threads : 1, precision: precision(for: experiment).rawValue,
            speed: try machineSpeed(for: experiment))
    }

    /// Measured; nil for the reference, which makes little use of the machine, and where there is no memory to measure it.
    func machineSpeed(for experiment: Experiment) throws -> MachineSpeed? {
        guard backend == .onednn else { return nil }
        defer { ProcessMemory.restartPeak() }
        do {
            return try measuredSpeed(for: experiment)
        } catch is OutOfMemory {
            // What runs may need less than the measurement.
            return nil
        }
    }

    private func measuredSpeed(for experiment: Experiment) throws -> MachineSpeed? {
        let element: PeakSpeed.Element = precision(for: experiment) == .float32 ? .float32 : .bfloat16
        // More threads than processors only take turns.
        let threads = min(team.threads, processors)
        guard let peak = try PeakSpeed.measure(element, threads: threads) else { return nil }
        return MachineSpeed(
            flopsPerSecond: peak, bytesPerSecond: try MemoryBandwidth.measure(threads: threads),
            operations: try .measured(threads: threads, precision: precision(for: experiment)))
    }

    private func precision(for experiment: Experiment) -> Precision {
        guard backend == .onednn else { return .float32 }
        return precision ?? experiment.training?.precision ?? .float32
    }

    private var team: ThreadTeam { ThreadTeam(asked: threads ?? processors) }

    /// Those that the process may run on.
    private var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}

/// Lets the next run find out again what this one went by, where its steps were far from what that foretells.
///
/// - Parameters:
///   - forecast: made after the trials.
///   - steps: of how many the time is, the first of a training among them.
func doubtFindings(
    of backend: any Backend, _ phase: Phase, by forecast: StepForecast,
    seconds: KeyPath<StepForecast, Double?> = \.seconds, measuredSeconds: Double?,
    steps: Int = .max
) {
    let comparison = ForecastComparison(
        forecast, seconds: seconds, measuredSeconds: measuredSeconds, measuredByteCount: nil, steps: steps)
    guard comparison.isFarOff, backend.doubtFindings(of: phase) else { return }
    Terminal.note(comparison.doubt)
}
