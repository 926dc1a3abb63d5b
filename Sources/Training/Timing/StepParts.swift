package import Execution
package import Networks
import Recipes

/// A step of a network, operation by operation, with the time of each: measured, or foretold.
package struct StepParts: Sendable {
    /// An operation of the step: what it is, and how long it takes.
    package struct Operation: Sendable {
        package let profile: OperationProfile
        package let seconds: Double
    }

    /// The optimiser's part of a step.
    package struct Update: Sendable {
        package let seconds: Double
        /// What it reads, and what it writes.
        package let byteCount: Int
    }

    package let network: Network
    /// In the order of a step.
    package let operations: [Operation]
    /// Nil in evaluation.
    package let update: Update?

    /// What the operations take one by one, the optimiser's part too.
    package var seconds: Double { operations.reduce(update?.seconds ?? 0) { $0 + $1.seconds } }
}

extension StepParts {
    /// Operations of some size that plain reference code computes, many times slower than a kernel would.
    package var slowOperations: [Operation] {
        operations.filter { $0.profile.isReference && $0.profile.byteCount >= Self.smallByteCount }
    }

    /// What takes no time to speak of, whoever computes it.
    private static let smallByteCount = 64 << 10

    /// Of an outline, where nothing is known of the time.
    package init(untimed network: Network, _ outline: ProgramOutline) {
        self.init(
            network: network, operations: outline.profile.map { Operation(profile: $0, seconds: 0) }, update: nil)
    }
}

extension Optimizer {
    /// What a step on so many learned numbers reads and writes: the gradients twice, once for their norm; values and state
    /// twice.
    func updateByteCount(learned count: Int) -> Int {
        count * (4 + 2 * stateCount) * MemoryLayout<Float>.stride
    }
}
