import Datasets
import Files
import Interchange
import OneDNNBackend
import Reports
import SpecSyntax
import Tensors
import Training

/// What a user can do when the machine failed; nil where there is nothing to say.
func remedy(for failure: any Error) -> String? {
    switch failure {
    case let error as FileError:
        nearestFile(to: error.path).map { "write `\($0)`" } ?? "give the path of a spec that can be read"
    case let error as FileAccessError where error.action == .read: "give the path of a file that can be read"
    case is FileAccessError:
        "make sure that there is room and that the folder can be written to; a run goes on from its last checkpoint with "
            + "`--resume`"
    case is MachineError: "make sure that the data's files can be read, and that the machine has threads to spare"
    case is OutputError: "make room where standard output goes, or send it elsewhere"
    case is OutOfMemory: "lower `train.batch`, or take a smaller network"
    case let error as UnsupportedPrecision: error.remedy
    case is OneDNNError: "if memory is short, lower `train.batch`"
    case let error as GraphvizError where error.isMissing:
        "install it (`apt-get install graphviz`), or take `--format dot` or `--format mermaid`"
    default: nil
    }
}
