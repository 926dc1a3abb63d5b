import SpecCompiler
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
