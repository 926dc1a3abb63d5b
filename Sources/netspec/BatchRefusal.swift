import Diagnostics
import SpecCompiler
import SpecModules
import SpecSyntax
import Training

/// Runs what may find that a batch needs more memory than there is, and says where the batch was asked for.
///
/// - Parameter option: what `--batch` says; nil where the batch is the spec's.
func locatingBatch<Result>(
    of experiment: Experiment, option: Int? = nil, _ body: () throws -> Result
) throws -> Result {
    do {
        return try body()
    } catch let mistake as BatchTooLarge {
        if option != nil { throw mistake.named("`--batch`") }
        throw experiment.located(mistake)
    }
}

extension Experiment {
    /// The mistake at the place where the spec, or `--set`, asks for the batch.
    fileprivate func located(_ mistake: BatchTooLarge) -> DiagnosticsError {
        let train = parts.tree.mapping?.first { $0.key == "train" }
        let span = train?.value["batch"]?.span ?? train?.keySpan ?? .beginning(of: file)
        let named = mistake.named(train?.value["batch"] == nil ? "the usual `batch`" : "`batch`")
        return DiagnosticsError(
            Diagnostic(.batchTooLarge, named.description, at: span, help: named.help))
    }
}
