import Layers
import Networks
package import Planning

/// The parameters that several layers of a plan use, and their gradients: each use leaves its own, and their sum is the
/// parameter's.
///
/// The uses are added in the order of their layers, number by number, so the bits do not depend on threads.
package struct SharedGradients: Sendable {
    /// Stretches of the store, which keeps them for as long as it is there.
    private struct Sum: @unchecked Sendable {
        let owner: UnsafeMutableBufferPointer<Float>
        /// Whether the backward pass writes there, too.
        let ownerIsReached: Bool
        let uses: [UnsafeMutableBufferPointer<Float>]
    }

    private let sums: [Sum]
    /// The nodes that use them.
    package let nodes: [Int]
    /// What adding them up reads and writes.
    package let byteCount: Int

    package init(_ plan: ExecutionPlan, _ parameters: ParameterStore) {
        let reached = Set(plan.backward.flatMap { plan.operations[$0.operation].nodes })
        let shared = plan.network.sharedParameters.filter { owner, _ in
            plan.network.nodes[owner.node].parameters[owner.index].role == .learned
        }
        nodes = Set(shared.flatMap(\.uses).map(\.node)).sorted()
        sums = shared.map { owner, uses in
            Sum(
                owner: parameters.gradient(node: owner.node, index: owner.index),
                ownerIsReached: reached.contains(owner.node),
                uses: uses.filter { $0 != owner && reached.contains($0.node) }.map {
                    parameters.gradient(node: $0.node, index: $0.index)
                })
        }
        byteCount = sums.reduce(0) { $0 + $1.owner.count * ($1.uses.count + 1) } * MemoryLayout<Float>.stride
    }

    package var isEmpty: Bool { sums.isEmpty }

    /// Adds the gradients of all uses to the owners', after a backward pass.
    package func add() {
        for sum in sums {
            if !sum.ownerIsReached { sum.owner.update(repeating: 0) }
            for use in sum.uses {
                for place in sum.owner.indices { sum.owner[place] += use[place] }
            }
        }
    }
}
