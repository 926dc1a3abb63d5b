import Layers
import Networks

extension PlanPass {
    /// Leaves out layers whose output is their input, such as dropout in evaluation: whoever reads the one reads the other.
    package static let skipIdentities = PlanPass(
        "skip-identities", help: "layers that change nothing in evaluation, such as dropout, are left out"
    ) { plan in
        var origins: [Value: Value] = [:]
        var operations: [PlannedOperation] = []
        for operation in plan.operations {
            let moved = operation.reading { origins[$0] ?? $0 }
            if moved.layer.isIdentity(in: plan.phase), !plan.ends.contains(moved.output) {
                origins[moved.output] = moved.inputs[0]
            } else {
                operations.append(moved)
            }
        }
        return origins.isEmpty ? plan : plan.with(operations: operations)
    }
}
