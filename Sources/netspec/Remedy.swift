import Diagnostics
import OneDNNBackend
import Reports
import Tensors

/// What a user can do when the machine failed; nil where there is nothing to say.
func remedy(for failure: any Error) -> String? {
    switch failure {
    case let failure as any MachineFailure: failure.help
    case is OutOfMemory: "lower `train.batch`, or take a smaller network"
    case is OneDNNError: "if memory is short, lower `train.batch`"
    default: nil
    }
}
