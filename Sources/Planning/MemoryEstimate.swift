package import Layers
package import Networks
import Tensors

/// The memory that a network needs, in bytes of float32 numbers, as its layers tell before a backend fuses any of them:
/// every layer's output is a tensor of its own.
package struct MemoryEstimate: Hashable, Sendable {
    package static let bytesPerNumber = 4

    package let phase: Phase
    /// Pictures in a batch.
    package let batch: Int
    /// Learned numbers.
    package let weights: Int
    /// Running statistics.
    package let buffers: Int
    /// In training: a gradient for each learned number, and their sum where a step has several batches.
    package let gradients: Int
    /// In training: what the optimiser remembers of each learned number.
    package let optimizerState: Int
    /// In training: an average of weights and running statistics, where there is one.
    package let average: Int
    /// In evaluation: the tensors that are alive at once, at most, the picture among them, where each is dropped behind its
    /// last reader. In training: all that the backward pass reads of the forward pass, the picture among it; see
    /// `BackwardNeeds`.
    package let activations: Int
    /// In training: the gradients of activations that are alive at once, at most.
    package let activationGradients: Int

    package var total: Int {
        [buffers, gradients, optimizerState, average, activations, activationGradients].reduce(weights) {
            $0.saturatingPlus($1)
        }
    }

    /// - Parameters:
    ///   - plan: without fusion, so that it knows every tensor.
    ///   - cost: what the plan's network costs in all.
    ///   - stateCount: how many numbers the optimiser remembers of each learned one.
    ///   - accumulates: whether gradients of several batches are added up.
    ///   - averages: whether there is an average of the weights.
    package init(
        _ plan: ExecutionPlan, cost: Cost, stateCount: Int, accumulates: Bool = false, averages: Bool = false
    ) {
        let isTraining = plan.phase == .training
        phase = plan.phase
        batch = plan.batch
        weights = bytes(cost.parameters)
        buffers = bytes(cost.buffers)
        gradients = isTraining ? weights.saturatingTimes(accumulates ? 2 : 1) : 0
        optimizerState = isTraining ? weights.saturatingTimes(stateCount) : 0
        average = isTraining && averages ? weights.saturatingPlus(buffers) : 0
        activations = isTraining ? keptBytes(plan) : bytes(mostAlive(forward(plan)), of: plan.batch)
        activationGradients = isTraining ? bytes(mostAlive(backward(plan)), of: plan.batch) : 0
    }
}

private func bytes(_ numbers: Int, of batch: Int = 1) -> Int {
    numbers.saturatingTimes(batch).saturatingTimes(MemoryEstimate.bytesPerNumber)
}

/// What the backward pass reads of the forward pass.
private func keptBytes(_ plan: ExecutionPlan) -> Int {
    var kept: Set<Value> = []
    var (perPicture, perBatch) = (0, 0)
    for step in plan.backward {
        let operation = plan.operations[step.operation]
        let needs = operation.layer.backwardNeeds(operation.inputShapes)
        if needs.inputs { kept.formUnion(operation.inputs) }
        if needs.output { kept.insert(operation.output) }
        perPicture += needs.numbersPerPicture
        perBatch += needs.numbersPerBatch
    }
    let tensors = kept.reduce(perPicture) { $0 + plan.network.shape(of: $1).elementCount }
    return bytes(tensors, of: plan.batch).saturatingPlus(bytes(perBatch))
}

/// A tensor's numbers for one picture, and the steps from the first that touches it to the last.
private struct Life {
    let elementCount: Int
    var steps: ClosedRange<Int>

    func reaching(_ step: Int) -> Life {
        Life(elementCount: elementCount, steps: min(step, steps.lowerBound)...max(step, steps.upperBound))
    }
}

/// The tensors of a forward pass; a step is an operation.
private func forward(_ plan: ExecutionPlan) -> [Life] {
    var lives: [Value: Life] = [:]
    for (step, operation) in plan.operations.enumerated() {
        for value in operation.inputs + [operation.output] { touch(value, at: step, in: plan, &lives) }
    }
    if !plan.operations.isEmpty { touch(plan.network.output, at: plan.operations.count - 1, in: plan, &lives) }
    return Array(lives.values)
}

/// The gradients of activations; a step is the backward pass of an operation.
private func backward(_ plan: ExecutionPlan) -> [Life] {
    var lives: [Value: Life] = [:]
    for (step, backward) in plan.backward.enumerated() {
        let operation = plan.operations[backward.operation]
        touch(operation.output, at: step, in: plan, &lives)
        for (input, isWanted) in zip(operation.inputs, backward.wantsInputGradient) where isWanted {
            touch(input, at: step, in: plan, &lives)
        }
    }
    return Array(lives.values)
}

private func touch(_ value: Value, at step: Int, in plan: ExecutionPlan, _ lives: inout [Value: Life]) {
    let fresh = Life(elementCount: plan.network.shape(of: value).elementCount, steps: step...step)
    lives[value] = (lives[value] ?? fresh).reaching(step)
}

/// The most numbers that live in any one step.
private func mostAlive(_ lives: [Life]) -> Int {
    var changes = [Int](repeating: 0, count: (lives.map(\.steps.upperBound).max() ?? 0) + 2)
    for life in lives {
        changes[life.steps.lowerBound] += life.elementCount
        changes[life.steps.upperBound + 1] -= life.elementCount
    }
    var (alive, most) = (0, 0)
    for change in changes {
        alive += change
        most = max(most, alive)
    }
    return most
}
