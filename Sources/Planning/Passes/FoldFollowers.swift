import Layers
import Networks

extension PlanPass {
    /// In evaluation, lets convolutions and linear layers do to their results what follows, where nothing else reads what
    /// lies between: batch normalisation, whose numbers are folded into weights and biases, an addition, a ReLU.
    package static let foldFollowers = PlanPass(
        "fold-followers",
        help: "in evaluation, batch normalisation, addition and ReLU are part of the convolution before them"
    ) { plan in
        plan.phase == .evaluation ? plan.with(operations: takingInFollowers(plan)) : plan
    }
}

private func takingInFollowers(_ plan: ExecutionPlan) -> [PlannedOperation] {
    let (operations, readers, kept) = (plan.operations, plan.readers, plan.ends)
    var isTaken = [Bool](repeating: false, count: operations.count)
    var made: Set<Value> = [.input]
    var result: [PlannedOperation] = []
    for index in operations.indices where !isTaken[index] {
        var operation = operations[index]
        while !kept.contains(operation.output), let next = readers[operation.output], next.count == 1,
            let longer = operation.followed(by: operations[next[0]]), longer.inputs.allSatisfy(made.contains)
        {
            operation = longer
            isTaken[next[0]] = true
        }
        made.insert(operation.output)
        result.append(operation)
    }
    return result
}
