import Execution
import FoundationEssentials
import OneDNNBackend

extension MachineOptions {
    /// The backend that the user chose, with as many threads as asked for.
    func makeBackend() throws -> any Backend {
        switch backend {
        case .onednn: try OneDNNBackend(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        case .reference: ReferenceBackend()
        }
    }
}
