package import Layers
package import Networks

/// What is computed, in which order: a network's layers forward and, in training, backward.
///
/// Layers that neither the output nor a loss depends on are left out; so are gradients that change no parameter. What
/// passes have decided beyond order is advice: a plan means the same to a backend that does not heed it. Evaluation has no
/// use for the losses of auxiliary classifiers, and so none for the classifiers.
package struct ExecutionPlan: Sendable {
    package let network: Network
    package let phase: Phase
    /// Pictures in a batch.
    package let batch: Int
    /// In the order in which they run forward.
    package let operations: [PlannedOperation]
    /// In the order in which they run backward; empty in evaluation.
    package let backward: [BackwardStep]
    /// Places of operations that may run as one, their outputs side by side: they read the same value, by layers of which
    /// each `mergesHorizontally` with the others. Their backward steps follow each other too.
    package let groups: [Range<Int>]
    /// Where values may lie: as some of the channels of a value that puts them side by side.
    package let slices: [Value: ChannelSlice]
    /// Values whose memory the last operation that reads them may write to.
    package let overwritable: Set<Value>
    /// Values that the backward pass may compute again when it reads them, so that they need not be kept until then.
    package let recomputed: Set<Value>

    /// - Parameter passes: what is done to the plan, in this order.
    package init(_ network: Network, phase: Phase, batch: Int, passes: [PlanPass] = PlanPass.all) {
        let all = network.nodes.enumerated().map { PlannedOperation($1, number: $0) }
        let losses = network.losses(in: phase).map { Value(of: $0.node) }
        let plain = ExecutionPlan(
            network, phase, batch, operations: needed(of: all, for: [network.output] + losses))
        self = passes.reduce(plain) { $1($0) }
    }

    private init(_ network: Network, _ phase: Phase, _ batch: Int, operations: [PlannedOperation]) {
        let losses = network.losses(in: phase).map { Value(of: $0.node) }
        self.init(
            network: network, phase: phase, batch: batch, operations: operations,
            backward: phase == .training ? BackwardStep.steps(of: operations, from: losses) : [], groups: [],
            slices: [:], overwritable: [], recomputed: [])
    }

    private init(
        network: Network, phase: Phase, batch: Int, operations: [PlannedOperation], backward: [BackwardStep],
        groups: [Range<Int>], slices: [Value: ChannelSlice], overwritable: Set<Value>, recomputed: Set<Value>
    ) {
        self.network = network
        self.phase = phase
        self.batch = batch
        self.operations = operations
        self.backward = backward
        self.groups = groups
        self.slices = slices
        self.overwritable = overwritable
        self.recomputed = recomputed
    }

    /// Those that are computed: in evaluation the network's own, if it has one.
    package var losses: [Network.Loss] { network.losses(in: phase) }
    package var lossValues: [Value] { losses.map { Value(of: $0.node) } }

    /// Values that must be there in the end: the output and the losses.
    package var ends: Set<Value> { Set([network.output] + lossValues) }

    /// The operation after which nothing forward reads a value.
    package func lastReader(of value: Value) -> PlannedOperation? { operations.last { $0.inputs.contains(value) } }

    /// For each value, the places of the operations that read it, twice where one reads it twice.
    package var readers: [Value: [Int]] {
        var readers: [Value: [Int]] = [:]
        for (index, operation) in operations.enumerated() {
            for input in operation.inputs { readers[input, default: []].append(index) }
        }
        return readers
    }
}

// What passes make new plans by.
extension ExecutionPlan {
    /// The same with other operations; nothing else is decided yet.
    func with(operations: [PlannedOperation]) -> ExecutionPlan {
        ExecutionPlan(network, phase, batch, operations: operations)
    }

    /// The same with some decisions made anew.
    func with(
        backward: [BackwardStep]? = nil, groups: [Range<Int>]? = nil, slices: [Value: ChannelSlice]? = nil,
        overwritable: Set<Value>? = nil, recomputed: Set<Value>? = nil
    ) -> ExecutionPlan {
        ExecutionPlan(
            network: network, phase: phase, batch: batch, operations: operations, backward: backward ?? self.backward,
            groups: groups ?? self.groups, slices: slices ?? self.slices,
            overwritable: overwritable ?? self.overwritable, recomputed: recomputed ?? self.recomputed)
    }
}

/// The operations that the ends depend on.
private func needed(of operations: [PlannedOperation], for ends: [Value]) -> [PlannedOperation] {
    let reached = values(reaching: ends, through: operations)
    return operations.filter { reached.contains($0.output) }
}

/// The values that the ends depend on, themselves among them.
func values(reaching ends: [Value], through operations: [PlannedOperation]) -> Set<Value> {
    var reached = Set(ends)
    for operation in operations.reversed() where reached.contains(operation.output) {
        reached.formUnion(operation.inputs)
    }
    return reached
}

extension Network {
    fileprivate func losses(in phase: Phase) -> [Loss] {
        losses.filter { phase == .training || $0.auxiliary == nil }
    }
}
