package import Tensors

/// A part of a training that remembers something from step to step, beside the weights: an optimiser, an average of weights,
/// a schedule that goes by results.
package protocol StatePart: AnyObject {
    /// What its scalars are told apart by from those of other parts: `plateau`.
    var name: String { get }

    /// Its tensors where they lie, in which a restored training finds its numbers again.
    var tensors: [StoredTensor] { get }

    /// What it remembers beside, by name. Numbers are written as `description` does, which loses no bit.
    var scalars: [String: String] { get }

    /// Takes over what `scalars` gave.
    ///
    /// - Throws: `TrainingError` when one is missing, or none of its kind.
    func restore(_ scalars: [String: String]) throws
}

extension StatePart {
    package var tensors: [StoredTensor] { [] }
    package var scalars: [String: String] { [:] }
    package func restore(_ scalars: [String: String]) throws {}
}
