import Networks

/// Lets operations absorb the one that follows, where nothing else reads what lies between: batch normalisation takes in
/// a ReLU, and the tensor between them is never written.
///
/// - Parameter kept: values that must be there in the end.
func absorbingFollowers(_ operations: [PlannedOperation], keeping kept: Set<Value>) -> [PlannedOperation] {
    var readers: [Value: [Int]] = [:]
    for (index, operation) in operations.enumerated() {
        for input in operation.inputs { readers[input, default: []].append(index) }
    }
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
