import Layers
import Networks

extension PlanPass {
    /// Brings operations together that read the same value and can be one, as the 1×1 convolutions at the head of an
    /// inception module's branches, whose input then is read once, and whose gradients for it come summed.
    package static let mergeSiblings = PlanPass(
        "merge-siblings", help: "convolutions with equal windows that read the same tensor run as one"
    ) { plan in
        let sets = siblings(plan)
        var end = 0
        let groups = sets.map { set in
            defer { end += set.count }
            return end..<end + set.count
        }
        let operations = sets.flatMap { set in set.map { plan.operations[$0] } }
        return plan.with(operations: operations).with(groups: groups.filter { $0.count > 1 })
    }
}

/// The place of every operation once: alone, or with the network's siblings at the place of the first that runs.
private func siblings(_ plan: ExecutionPlan) -> [[Int]] {
    let operations = plan.operations
    let places = Dictionary(uniqueKeysWithValues: operations.enumerated().map { ($1.node, $0) })
    var sets: [Int: [Int]] = [:]
    var isFollower = [Bool](repeating: false, count: operations.count)
    for nodes in plan.network.siblings where nodes.count > 1 {
        let members = nodes.compactMap { places[$0] }
        guard let first = members.min() else { continue }
        let set = members.filter { $0 == first || operations[$0].mergesHorizontally(with: operations[first]) }
        sets[first] = set
        for place in set where place != first { isFollower[place] = true }
    }
    return operations.indices.filter { !isFollower[$0] }.map { sets[$0] ?? [$0] }
}

extension PlannedOperation {
    fileprivate func mergesHorizontally(with other: PlannedOperation) -> Bool {
        inputs == other.inputs && layer.mergesHorizontally(with: other.layer)
            && followers.map(\.identity) == other.followers.map(\.identity) && layerInputCount == inputs.count
    }
}

extension PlannedOperation.Follower {
    /// What the followers of layers side by side have in common: activations all that they are, others their kind.
    fileprivate var identity: AnyHashable {
        (layer as? any ActivationLayer).map { AnyHashable($0) } ?? AnyHashable(type(of: layer).kind.name)
    }
}
