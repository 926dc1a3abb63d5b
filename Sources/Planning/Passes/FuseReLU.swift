import Networks

extension PlanPass {
    /// Lets operations absorb the one that follows, where nothing else reads what lies between: batch normalisation takes
    /// in a ReLU, and the tensor between them is never written.
    package static let fuseReLU = PlanPass("fuse-relu", help: "batch normalisation and the ReLU behind it run as one") {
        plan in plan.with(operations: absorbingFollowers(plan))
    }
}

private func absorbingFollowers(_ plan: ExecutionPlan) -> [PlannedOperation] {
    let (operations, readers, kept) = (plan.operations, plan.readers, plan.ends)
    var isAbsorbed = [Bool](repeating: false, count: operations.count)
    var result: [PlannedOperation] = []
    for index in operations.indices where !isAbsorbed[index] {
        var operation = operations[index]
        while !kept.contains(operation.output), let next = readers[operation.output], next.count == 1,
            let fused = operation.absorbing(operations[next[0]])
        {
            operation = fused
            isAbsorbed[next[0]] = true
        }
        result.append(operation)
    }
    return result
}
