/// What a layer's backward pass reads of the forward pass, its parameters apart: what training must keep until then.
///
/// It is the least that the layer's formulas need. A tensor that several layers need is kept once.
package struct BackwardNeeds: Hashable, Sendable {
    /// Whether all inputs are read.
    package let inputs: Bool
    package let output: Bool
    /// Numbers beside these tensors for each picture: a dropout's mask.
    package let numbersPerPicture: Int
    /// Numbers beside these tensors for the whole batch: a batch's mean and variance.
    package let numbersPerBatch: Int

    package init(
        inputs: Bool = false, output: Bool = false, numbersPerPicture: Int = 0, numbersPerBatch: Int = 0
    ) {
        self.inputs = inputs
        self.output = output
        self.numbersPerPicture = numbersPerPicture
        self.numbersPerBatch = numbersPerBatch
    }

    /// The gradient of the output is enough: sums, means, copies.
    package static let nothing = BackwardNeeds()
    package static let inputs = BackwardNeeds(inputs: true)
    package static let output = BackwardNeeds(output: true)
}
