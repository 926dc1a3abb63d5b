/// Operations beside the multiply-adds of convolutions and linear layers, which a cost can include on demand.
///
/// One operation is an addition, a multiplication, a division, a comparison or an exponential; a multiply-add is two. The
/// formulas are those of a forward pass in evaluation, for one picture.
package enum OperationGroup: String, CaseIterable, Sendable {
    /// An addition for each number that a convolution or a linear layer with a bias puts out.
    case biases
    /// A multiplication and an addition for each number: `a · x + b`, which is all that evaluation needs.
    case batchNorm = "batch-norm"
    /// A comparison for each number that a ReLU puts out; five operations for each number of a softmax; of other activations
    /// those of their formulas.
    case activations
    /// An operation for each number under each stop of a window: comparisons, or additions and a division.
    case pooling

    /// What counts how often, for the heading of a table.
    package var rule: String {
        switch self {
        case .biases: "1 for each number that a bias is added to"
        case .batchNorm: "2 for each number of a batch norm"
        case .activations: "1 for each number of a ReLU, 5 of a softmax, 2 to 13 of other activations"
        case .pooling: "1 for each number under each window of a pooling"
        }
    }
}
