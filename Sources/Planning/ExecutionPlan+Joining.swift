import Networks

extension ExecutionPlan {
    /// The same with operations joined by the one that alone reads their result, again and again, where `join` makes one of
    /// the two and what that reads is made before it.
    func joiningReaders(_ join: (PlannedOperation, PlannedOperation) -> PlannedOperation?) -> ExecutionPlan {
        let (readers, kept) = (readers, ends)
        var isJoined = [Bool](repeating: false, count: operations.count)
        var made: Set<Value> = [.input]
        var result: [PlannedOperation] = []
        for index in operations.indices where !isJoined[index] {
            var operation = operations[index]
            while !kept.contains(operation.output), let next = readers[operation.output], next.count == 1,
                let both = join(operation, operations[next[0]]), both.inputs.allSatisfy(made.contains)
            {
                operation = both
                isJoined[next[0]] = true
            }
            made.insert(operation.output)
            result.append(operation)
        }
        return with(operations: result)
    }
}
