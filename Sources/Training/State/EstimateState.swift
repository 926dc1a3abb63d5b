/// Whether the running statistics of an average are still to be found anew, as a part of a training's state: a checkpoint that
/// is written because the training stops or fails does not wait for it. It is written again when the run goes on.
final class EstimateState: StatePart {
    let name = "estimate"
    var isOwed = false

    private static let owedKey = "owed"

    /// Nothing where nothing is owed, so that a checkpoint does not depend on where the run was stopped before.
    var scalars: [String: String] { isOwed ? [Self.owedKey: "yes"] : [:] }

    func restore(_ scalars: [String: String]) { isOwed = scalars[Self.owedKey] != nil }

    /// Whether a checkpoint's memory, by its metadata, is of such a state.
    static func isOwed(_ metadata: [String: String]) -> Bool { metadata["estimate.\(owedKey)"] != nil }
}
