import Diagnostics
import OneDNNBackend
import Reports
import Tensors

/// What a user can do when the machine failed; nil where there is nothing to say.
func remedy(for failure: any Error) -> String? {
    switch failure {
    case let failure as any MachineFailure: failure.help
    case let failure as OutOfMemory:
        if let batch = failure.batch, batch > 1 {
            "lower the batch, \(batch) here, or take a smaller network"
        } else {
            "take a smaller network, or a machine with more memory"
        }
    case is OneDNNError: "if memory is short, lower `train.batch` or take a smaller network"
    default: nil
    }
}
