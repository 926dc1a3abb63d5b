import Execution
import FoundationEssentials
import OneDNNBackend
import Reports

extension ComputeOptions {
    /// The backend that the user chose, with as many threads as asked for.
    func makeBackend() throws -> any Backend {
        switch backend {
        case .onednn: try OneDNNBackend(threads: threadCount)
        case .reference: ReferenceBackend()
        }
    }

    /// What a step with these options runs on; its speed is measured here, which takes a fraction of a second.
    func timingMachine() throws -> TimingMachine {
        TimingMachine(
            threads: backend == .onednn ? threadCount : 1, precision: "float32", speed: try machineSpeed())
    }

    /// Measured; nil for the reference, which makes little use of the machine.
    func machineSpeed() throws -> MachineSpeed? {
        guard backend == .onednn, let peak = try PeakSpeed.measure(.float32, threads: threadCount) else { return nil }
        return MachineSpeed(
            flopsPerSecond: peak, bytesPerSecond: try MemoryBandwidth.measure(threads: threadCount))
    }

    private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
