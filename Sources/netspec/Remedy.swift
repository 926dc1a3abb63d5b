import Diagnostics
import OneDNNBackend
import Reports
import Tensors

/// What a user can do when the machine failed; nil where there is nothing to say.
func remedy(for failure: any Error) -> String? {
    switch failure {
    case let failure as any MachineFailure: failure.help
    case is OutputError: "make room where standard output goes, or send it elsewhere"
    case is OutOfMemory: "lower `train.batch`, or take a smaller network"
    case let error as UnsupportedPrecision: error.remedy
    case is OneDNNError: "if memory is short, lower `train.batch`"
    case let error as GraphvizError where error.isMissing:
        "install it (`apt-get install graphviz`), or take `--format dot` or `--format mermaid`"
    default: nil
    }
}
