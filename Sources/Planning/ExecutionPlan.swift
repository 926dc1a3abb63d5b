package import Layers
package import Networks

/// What is computed, in which order: a network's layers forward and, in training, backward.
///
/// Layers that neither the output nor a loss depends on are left out; so are gradients that change no parameter.
/// Evaluation has no use for the losses of auxiliary classifiers, and so none for the classifiers.
package struct ExecutionPlan: Sendable {
    /// The backward pass of one operation.
    package struct BackwardStep: Sendable {
        /// The operation's place in `operations`.
        package let operation: Int
        /// For each input, whether anything that learns stands before it.
        package let wantsInputGradient: [Bool]
    }

    package let network: Network
    package let phase: Phase
    /// Pictures in a batch.
    package let batch: Int
    /// Those that are computed: in evaluation the network's own, if it has one.
    package let losses: [Network.Loss]
    /// In the order in which they run forward.
    package let operations: [PlannedOperation]
    /// In the order in which they run backward; empty in evaluation.
    package let backward: [BackwardStep]

    /// - Parameter fuses: whether operations may absorb those that follow them.
    package init(_ network: Network, phase: Phase, batch: Int, fuses: Bool = true) {
        self.network = network
        self.phase = phase
        self.batch = batch
        self.losses = network.losses.filter { phase == .training || $0.auxiliary == nil }
        let losses = self.losses.map { Value(of: $0.node) }
        let all = network.nodes.enumerated().map { PlannedOperation($1, number: $0) }
        let used = needed(of: all, for: [network.output] + losses)
        operations = fuses ? absorbingFollowers(used, keeping: Set([network.output] + losses)) : used
        backward = phase == .training ? backwardSteps(operations, from: losses) : []
    }
}

/// The operations that the ends depend on.
private func needed(of operations: [PlannedOperation], for ends: [Value]) -> [PlannedOperation] {
    let reached = values(reaching: ends, through: operations)
    return operations.filter { reached.contains($0.output) }
}

/// The values that the ends depend on, themselves among them.
private func values(reaching ends: [Value], through operations: [PlannedOperation]) -> Set<Value> {
    var reached = Set(ends)
    for operation in operations.reversed() where reached.contains(operation.output) {
        reached.formUnion(operation.inputs)
    }
    return reached
}

private func backwardSteps(
    _ operations: [PlannedOperation], from losses: [Value]
) -> [ExecutionPlan.BackwardStep] {
    let reached = values(reaching: losses, through: operations)
    var learning: Set<Value> = []
    for operation in operations {
        let learns = operation.parameters.contains { $0.role == .learned }
        if learns || operation.inputs.contains(where: learning.contains) { learning.insert(operation.output) }
    }
    return operations.indices.reversed().compactMap { index in
        let operation = operations[index]
        guard reached.contains(operation.output), learning.contains(operation.output) else { return nil }
        return ExecutionPlan.BackwardStep(
            operation: index, wantsInputGradient: operation.inputs.map(learning.contains))
    }
}
