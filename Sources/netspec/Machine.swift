import Execution
import FoundationEssentials
import OneDNNBackend
import Reports
import SpecCompiler
import Training

extension ComputeOptions {
    /// The backend that the user chose, with as many threads as asked for, in the precision asked for or the spec's.
    func makeBackend(for experiment: Experiment) throws -> any Backend {
        switch backend {
        case .onednn:
            try OneDNNBackend(
                threads: threadCount, precision: precision(for: experiment),
                tuning: noTune ? nil : .ofThisMachine(threads: threadCount))
        case .reference:
            try referenceBackend(for: experiment)
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
            threads: backend == .onednn ? threadCount : 1, precision: precision(for: experiment).rawValue,
            speed: try machineSpeed(for: experiment))
    }

    /// Measured; nil for the reference, which makes little use of the machine.
    func machineSpeed(for experiment: Experiment) throws -> MachineSpeed? {
        let element: PeakSpeed.Element = precision(for: experiment) == .float32 ? .float32 : .bfloat16
        guard backend == .onednn, let peak = try PeakSpeed.measure(element, threads: threadCount) else { return nil }
        return MachineSpeed(
            flopsPerSecond: peak, bytesPerSecond: try MemoryBandwidth.measure(threads: threadCount))
    }

    private func precision(for experiment: Experiment) -> Precision {
        guard backend == .onednn else { return .float32 }
        return precision ?? experiment.training?.precision ?? .float32
    }

    private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
