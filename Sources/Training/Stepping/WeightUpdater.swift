package import Execution
import Layers
package import Recipes
package import Tensors

/// Changes the weights by the gradients of the batches of a step: averages them over all pictures, clips them, and runs the
/// optimiser's rule on each group of parameters.
///
/// All of it runs block by block on the team of threads that computes, takes no memory in a step, and has the same bits for
/// any number of threads.
package final class WeightUpdater {
    package let state: OptimizerState
    private let executable: any Executable
    private let parameters: ParameterStore
    private let optimizer: any Optimizer
    private let groups: [ParameterGroups.Group]
    private let blocks: ParameterBlocks
    private let clipNorm: Double?
    /// A number for each block.
    private let findings: MemoryBlock
    /// Of the gradients of several batches; nil where a step has one.
    private let sums: MemoryBlock?
    private var batches = 0
    private var pictures = 0

    /// - Parameters:
    ///   - executable: a training of the parameters.
    ///   - clipNorm: the longest that all gradients together may be; nil for any.
    ///   - accumulates: whether a step may have several batches.
    /// - Throws: `OutOfMemory`
    package init(
        _ executable: any Executable, _ parameters: ParameterStore, optimizer: any Optimizer, groups: ParameterGroups,
        state: OptimizerState, clipNorm: Double? = nil, accumulates: Bool = false
    ) throws(OutOfMemory) {
        self.executable = executable
        self.parameters = parameters
        self.optimizer = optimizer
        self.groups = groups.groups
        self.state = state
        self.clipNorm = clipNorm
        blocks = ParameterBlocks(groups.groups.map(\.ranges))
        findings = try MemoryBlock(byteCount: blocks.blocks.count * MemoryLayout<Double>.stride)
        sums = accumulates ? try MemoryBlock(floats: parameters.learnedCount) : nil
    }

    /// Takes up the gradients of a batch, which the executable has left.
    ///
    /// - Precondition: several before an update only where it accumulates.
    package func add(pictures count: Int) throws {
        precondition(sums != nil || batches == 0, "gradients of several batches need a sum")
        defer { (batches, pictures) = (batches + 1, pictures + count) }
        guard let sums else { return }
        let (factor, adds) = (Float(count), batches > 0)
        nonisolated(unsafe) let (slopes, sum) = (parameters.gradients, sums.floats)
        try forEachBlock { block, _ in
            BlockNumbers.accumulate(
                slopes.at(block), times: factor, into: sum.at(block), adds: adds, count: block.range.count)
        }
    }

    /// Changes the weights by the gradients that were taken up.
    ///
    /// - Parameters:
    ///   - rate: the learning rate of the step.
    ///   - step: how many steps were made before.
    /// - Returns: the norm of the gradients together, before they are clipped.
    /// - Throws: `NonFiniteTensor` for a gradient, before any weight is changed; for a weight or a running statistic after
    ///   that.
    @discardableResult
    package func update(rate: Double, step: Int) throws -> Double {
        let slopes = sums?.floats ?? parameters.gradients
        let share = sums == nil ? 1 : 1 / Double(pictures)
        (batches, pictures) = (0, 0)
        let norm = try norm(of: slopes) * share
        guard norm.isFinite else { throw nonFinite(.gradient, in: slopes) }
        // As `torch.nn.utils.clip_grad_norm_` has it.
        let clipping = clipNorm.map { min(1, $0 / (norm + 1e-6)) } ?? 1
        try applyRules(to: slopes, scaledBy: Float(share * clipping), rate: rate, step: step)
        guard parameters.values[parameters.learnedCount...].allSatisfy(\.isFinite) else {
            throw nonFinite(.statistic, in: parameters.values)
        }
        return norm
    }

    private func norm(of slopes: UnsafeMutableBufferPointer<Float>) throws -> Double {
        nonisolated(unsafe) let slopes = slopes
        return try sumOfBlocks { block in
            BlockNumbers.sumOfSquares(slopes.at(block), count: block.range.count)
        }.squareRoot()
    }

    private func applyRules(
        to slopes: UnsafeMutableBufferPointer<Float>, scaledBy scale: Float, rate: Double, step: Int
    ) throws {
        let rules = groups.map { group in
            optimizer.rule(
                rate: rate * group.treatment.rateFactor, step: step, decayFactor: group.treatment.decayFactor)
        }
        nonisolated(unsafe) let (slopes, values, states) = (slopes, parameters.learnedValues, state.values)
        let stride = parameters.learnedCount
        let excess = try sumOfBlocks { block in
            rules[block.group].apply(
                to: ParameterSlice(
                    count: block.range.count, values: values.at(block), gradients: slopes.at(block),
                    gradientScale: scale, states: states.at(block), stateStride: stride))
            return BlockNumbers.excess(values.at(block), count: block.range.count)
        }
        parameters.noteChange(of: .learned)
        guard excess.isFinite else { throw nonFinite(.weight, in: values) }
    }

    /// The tensor that holds a number that is not finite: of gradients the one nearest to the loss, where it began.
    private func nonFinite(
        _ kind: NonFiniteTensor.Kind, in numbers: UnsafeMutableBufferPointer<Float>
    ) -> NonFiniteTensor {
        let role: ParameterSpecification.Role = kind == .statistic ? .buffer : .learned
        let found = parameters.entries.filter { entry in
            entry.specification.role == role && !numbers[entry.range].allSatisfy(\.isFinite)
        }
        let entry = kind == .gradient ? found.last : found.first
        return NonFiniteTensor(kind: kind, name: entry?.name ?? "")
    }

    /// The blocks' numbers, added up in their order.
    private func sumOfBlocks(_ number: @escaping @Sendable (ParameterBlocks.Block) -> Double) throws -> Double {
        nonisolated(unsafe) let findings = findings.start.assumingMemoryBound(to: Double.self)
        try forEachBlock { block, index in findings[index] = number(block) }
        return blocks.blocks.indices.reduce(0) { $0 + findings[$1] }
    }

    private func forEachBlock(_ body: @escaping @Sendable (ParameterBlocks.Block, Int) -> Void) throws {
        try executable.onTeam { [blocks] thread, threads in
            for index in blocks.share(of: thread, among: threads) { body(blocks.blocks[index], index) }
        }
    }
}
