import Execution
import Layers
import Networks
import Planning
import Recipes
package import Training

/// What a step will be: the plan, what the backend makes of it, the memory for it, and how long it will take.
package struct PlanReport: Sendable {
    let setup: StepSetup
    let plan: ExecutionPlan
    let forecast: StepForecast
    let machine: TimingMachine
    /// How much more memory the process can have; nil where that is not known.
    let limit: MemoryLimit?
    /// The phases of a training before that of whole pictures.
    let phases: [PlanPhase]

    package init(
        _ setup: StepSetup, _ forecast: StepForecast, _ machine: TimingMachine, limit: MemoryLimit?,
        phases: [PlanPhase] = []
    ) {
        self.phases = phases
        self.setup = setup
        self.forecast = forecast
        self.machine = machine
        self.limit = limit
        plan = setup.plan
    }

    /// Without times where the machine's speed is not known.
    var parts: StepParts { forecast.parts ?? StepParts(untimed: setup.network, forecast.outline) }
    var slow: SlowOperations { SlowOperations(parts, isMeasured: false) }

    var passes: [String] { setup.passes.map(\.name) }
    var omittedPasses: [String] { PlanPass.all.map(\.name).filter { !passes.contains($0) } }

    /// The paths of the nodes that an operation computes.
    func paths(_ operation: OperationProfile) -> [String] {
        operation.nodes.map { setup.network.nodes[$0].path }
    }

    /// The parts of the memory in bytes, by name; nil where the backend does not plan it.
    var memoryParts: [(name: String, byteCount: Int)]? {
        forecast.memory.map { memory in
            let state = setup.optimizer?.stateNames ?? []
            let training = [
                ("gradients", memory.gradients),
                (
                    "optimiser state" + (state.isEmpty ? "" : " (\(state.joined(separator: ", ")))"),
                    memory.optimizerState
                ),
            ]
            let others =
                memory.additional - memory.parameters - memory.gradients - memory.optimizerState - memory.pictures
            return [("the process so far, measured", memory.process), ("weights and statistics", memory.parameters)]
                + (setup.phase == .training ? training : [])
                + [("pictures made ahead", memory.pictures), (turnsTitle(memory, others), others)]
        }
    }

    /// What the arena of a step takes turns with, and is listed as the largest of them.
    private func turnsTitle(_ memory: MemoryForecast, _ byteCount: Int) -> String {
        byteCount == memory.working.byteCount ? "what a step computes" : "what evaluation computes"
    }
}
