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

    /// What a timing with these options runs on; the peak is measured here, which takes a fraction of a second.
    func timingMachine() throws -> TimingMachine {
        switch backend {
        case .onednn:
            TimingMachine(
                threads: threadCount, precision: "float32",
                peakFLOPSPerSecond: try PeakSpeed.measure(.float32, threads: threadCount))
        case .reference: TimingMachine(threads: 1, precision: "float32", peakFLOPSPerSecond: nil)
        }
    }

    private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
