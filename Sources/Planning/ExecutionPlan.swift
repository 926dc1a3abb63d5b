package import Layers
package import Networks

/// What is computed, in which order: a network's layers forward and, in training, backward.
///
/// Layers that neither the output nor a loss depends on are left out; so are gradients that change no parameter.
package struct ExecutionPlan: Sendable {
    /// One use of a value as an input of a node.
    package struct Use: Hashable, Sendable {
        package let node: Int
        package let input: Int
    }

    /// The backward pass of one node.
    package struct BackwardStep: Sendable {
        package let node: Int
        /// For each input, whether anything that learns stands before it.
        package let wantsInputGradient: [Bool]
    }

    package let network: Network
    package let phase: Phase
    /// Pictures in a batch.
    package let batch: Int
    /// Nodes in the order in which they run forward.
    package let forward: [Int]
    /// Nodes in the order in which they run backward; empty in evaluation.
    package let backward: [BackwardStep]
    /// The uses through which gradient reaches a value, in the order in which the backward pass meets them.
    package let gradientUses: [Value: [Use]]

    package init(_ network: Network, phase: Phase, batch: Int) {
        self.network = network
        self.phase = phase
        self.batch = batch
        let needed = neededNodes(network)
        forward = network.nodes.indices.filter { needed[$0] }
        backward = phase == .training ? backwardSteps(network, reaching: nodesWithLoss(network)) : []
        var uses: [Value: [Use]] = [:]
        for step in backward {
            for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
                uses[network.nodes[step.node].inputs[input], default: []].append(Use(node: step.node, input: input))
            }
        }
        gradientUses = uses
    }
}

/// For each node, whether the output or a loss depends on it.
private func neededNodes(_ network: Network) -> [Bool] {
    ancestors(of: [network.output.node].compactMap { $0 } + network.losses.map(\.node), in: network)
}

/// For each node, whether a loss depends on it.
private func nodesWithLoss(_ network: Network) -> [Bool] {
    ancestors(of: network.losses.map(\.node), in: network)
}

private func ancestors(of ends: [Int], in network: Network) -> [Bool] {
    var isReached = [Bool](repeating: false, count: network.nodes.count)
    for end in ends { isReached[end] = true }
    for index in network.nodes.indices.reversed() where isReached[index] {
        for input in network.nodes[index].inputs {
            if let node = input.node { isReached[node] = true }
        }
    }
    return isReached
}

private func backwardSteps(_ network: Network, reaching hasLoss: [Bool]) -> [ExecutionPlan.BackwardStep] {
    var learnsBelow = [Bool](repeating: false, count: network.nodes.count)
    for (index, node) in network.nodes.enumerated() {
        let learns = node.parameters.contains { $0.role == .learned }
        learnsBelow[index] = learns || node.inputs.contains { $0.node.map { learnsBelow[$0] } ?? false }
    }
    return network.nodes.indices.reversed().filter { hasLoss[$0] && learnsBelow[$0] }.map { index in
        let wants = network.nodes[index].inputs.map { $0.node.map { learnsBelow[$0] } ?? false }
        return ExecutionPlan.BackwardStep(node: index, wantsInputGradient: wants)
    }
}
