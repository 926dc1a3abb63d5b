package import Execution
package import Layers
package import Networks
package import Planning

/// A step that is timed or foretold: of what, and by whom.
package struct StepSetup: Sendable {
    /// With its losses, for training.
    package let network: Network
    package let phase: Phase
    package let batch: Int
    /// What changes the weights; nil for evaluation.
    package let optimizer: (any Optimizer)?
    /// Whether gradients of several batches are added up.
    package let accumulates: Bool
    /// Whether there is an average of the weights.
    package let averages: Bool
    package let backend: any Backend
    /// What the plan goes through before it runs.
    package let passes: [PlanPass]

    package init(
        network: Network, phase: Phase, batch: Int, optimizer: (any Optimizer)?, backend: any Backend,
        passes: [PlanPass] = PlanPass.all, accumulates: Bool = false, averages: Bool = false
    ) {
        self.network = network
        self.phase = phase
        self.batch = batch
        self.optimizer = optimizer
        self.backend = backend
        self.passes = passes
        self.accumulates = accumulates
        self.averages = averages
    }

    package var plan: ExecutionPlan { plan(batch: batch) }

    func plan(batch: Int) -> ExecutionPlan {
        ExecutionPlan(network, phase: phase, batch: batch, passes: passes)
    }
}
