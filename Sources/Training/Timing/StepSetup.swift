package import Execution
package import Layers
package import Networks
package import Planning
package import Recipes

/// A step that is timed or foretold: of what, and by whom.
package struct StepSetup: Sendable {
    /// With its losses, for training.
    package let network: Network
    package let phase: Phase
    package let batch: Int
    /// What changes the weights; nil for evaluation.
    package let optimizer: (any Optimizer)?
    /// How many batches a step has, whose gradients are added up.
    package let batchesInStep: Int
    /// Whether there is an average of the weights.
    package let averages: Bool
    /// What a loader of pictures needs beside its batches.
    package let decodingByteCount: Int
    package let backend: any Backend
    /// What the plan goes through before it runs.
    package let passes: [PlanPass]

    package init(
        network: Network, phase: Phase, batch: Int, optimizer: (any Optimizer)?, backend: any Backend,
        passes: [PlanPass] = PlanPass.all, batchesInStep: Int = 1, averages: Bool = false,
        decodingByteCount: Int = 0
    ) {
        self.decodingByteCount = decodingByteCount
        self.network = network
        self.phase = phase
        self.batch = batch
        self.optimizer = optimizer
        self.backend = backend
        self.passes = passes
        self.batchesInStep = batchesInStep
        self.averages = averages
    }

    /// Whether gradients of several batches are added up.
    var accumulates: Bool { batchesInStep > 1 }

    package var plan: ExecutionPlan { plan(batch: batch) }

    func plan(batch: Int) -> ExecutionPlan {
        ExecutionPlan(network, phase: phase, batch: batch, passes: passes)
    }
}
