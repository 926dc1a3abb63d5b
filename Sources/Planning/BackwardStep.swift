import Layers
import Networks

/// The backward pass of one operation.
package struct BackwardStep: Hashable, Sendable {
    /// The operation's place in the plan's `operations`.
    package let operation: Int
    /// For each input, whether anything that learns stands before it.
    package let wantsInputGradient: [Bool]
    /// For each input, whether its gradient is there already, in part, and this step may add to it where it lies.
    package let addsToInputGradient: [Bool]

    init(operation: Int, wantsInputGradient: [Bool], addsToInputGradient: [Bool]? = nil) {
        self.operation = operation
        self.wantsInputGradient = wantsInputGradient
        self.addsToInputGradient = addsToInputGradient ?? wantsInputGradient.map { _ in false }
    }

    /// The steps by which the losses' gradients reach every parameter that they depend on, the last operation first.
    static func steps(of operations: [PlannedOperation], from losses: [Value]) -> [BackwardStep] {
        let reached = values(reaching: losses, through: operations)
        var learning: Set<Value> = []
        for operation in operations {
            let learns = operation.parameters.contains { $0.role == .learned }
            if learns || operation.inputs.contains(where: learning.contains) { learning.insert(operation.output) }
        }
        return operations.indices.reversed().compactMap { index in
            let operation = operations[index]
            guard reached.contains(operation.output), learning.contains(operation.output) else { return nil }
            return BackwardStep(operation: index, wantsInputGradient: operation.inputs.map(learning.contains))
        }
    }
}
