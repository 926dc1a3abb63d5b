package import Execution
import Layers
package import Recipes
package import Tensors

/// What an optimiser remembers, one stretch of memory for all that is learned; see `Optimizer.stateNames`.
package final class OptimizerState: StatePart {
    package let name = "optimizer"
    /// `stem/conv.weight.velocity`, …
    package let tensors: [StoredTensor]
    private let memory: MemoryBlock

    /// All zero.
    ///
    /// - Throws: `OutOfMemory`
    package init(of optimizer: any Optimizer, for store: ParameterStore) throws(OutOfMemory) {
        let learned = store.entries.filter { $0.specification.role == .learned }
        let memory = try MemoryBlock(floats: optimizer.stateCount * store.learnedCount)
        tensors = optimizer.stateNames.enumerated().flatMap { number, name in
            learned.map { entry in
                let start = number * store.learnedCount + entry.range.lowerBound
                return StoredTensor(
                    "\(entry.name).\(name)", entry.specification.shape, in: memory,
                    at: start..<start + entry.range.count)
            }
        }
        self.memory = memory
    }

    package var values: UnsafeMutableBufferPointer<Float> { memory.floats }
}
