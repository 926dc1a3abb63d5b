import Tensors

/// The batch of the current run, for the kernels that must know more of it than its numbers; nil between runs, so that
/// nothing keeps its memory.
final class BatchState: @unchecked Sendable {
    var batch: Batch?
}
