package import Execution
import Layers
package import Networks
package import Recipes
package import Tensors

/// A moving average of all weights and running statistics of a training.
package final class WeightAverage {
    /// The average; before it begins, the weights as they were when it was last asked for.
    package let store: ParameterStore
    private let settings: AverageSettings
    private let stepsPerEpoch: Int
    private let blocks: ParameterBlocks

    /// - Throws: `OutOfMemory`
    package init(_ settings: AverageSettings, of network: Network, stepsPerEpoch: Int) throws(OutOfMemory) {
        self.settings = settings
        self.stepsPerEpoch = stepsPerEpoch
        store = try ParameterStore(network)
        blocks = ParameterBlocks([[0..<store.values.count]])
    }

    /// Takes in the weights where that is due.
    ///
    /// - Parameters:
    ///   - step: steps made.
    ///   - executable: whose team of threads computes.
    package func update(_ parameters: ParameterStore, afterStep step: Int, on executable: any Executable) throws {
        guard let share = settings.share(afterStep: step, stepsPerEpoch: stepsPerEpoch) else { return }
        guard share < 1 else { return take(parameters) }
        nonisolated(unsafe) let (average, values) = (store.values, parameters.values)
        let part = Float(share)
        try executable.onTeam { [blocks] thread, threads in
            for index in blocks.share(of: thread, among: threads) {
                let block = blocks.blocks[index]
                BlockNumbers.move(average.at(block), towards: values.at(block), share: part, count: block.range.count)
            }
        }
        noteChange()
    }

    /// Where the average has not begun, the weights stand for it.
    ///
    /// - Parameter step: steps made.
    package func prepare(for parameters: ParameterStore, afterStep step: Int) {
        if step < settings.firstStep(stepsPerEpoch: stepsPerEpoch) { take(parameters) }
    }

    /// By how many batches the running statistics are to be found anew once so many steps are made; nil where they are not.
    package func batchesToEstimateBy(afterStep step: Int) -> Int? {
        settings.reestimate > 0 && step >= settings.firstStep(stepsPerEpoch: stepsPerEpoch) ? settings.reestimate : nil
    }

    /// Takes the running statistics of the weights that are trained, in place of those that are not found anew.
    func takeStatistics(of parameters: ParameterStore) {
        _ = store.statistics.update(fromContentsOf: parameters.statistics)
        store.noteChange(of: .buffer)
    }

    private func take(_ parameters: ParameterStore) {
        _ = store.values.update(from: parameters.values)
        noteChange()
    }

    private func noteChange() {
        store.noteChange(of: .learned)
        store.noteChange(of: .buffer)
    }
}
