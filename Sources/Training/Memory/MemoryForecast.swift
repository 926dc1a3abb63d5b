package import Execution
import Tensors

/// The memory that a process will need at most, in bytes, told before it takes it.
package struct MemoryForecast: Sendable {
    /// What the process has in memory already, measured: the program, its libraries, the data set.
    package let process: Int
    /// Weights and running statistics, and an average of them where there is one.
    package let parameters: Int
    /// In training; and their sum where a step has several batches.
    package let gradients: Int
    /// In training.
    package let optimizerState: Int
    /// Pictures that are made ahead of time, and what they are decoded in.
    package let pictures: Int
    /// Activations, gradients of activations and all else that a step computes.
    package let working: WorkingMemory
    /// In a run of training, what evaluation computes. It takes turns with `working`.
    package let evaluation: WorkingMemory?

    /// What it will take beyond what it has.
    package var additional: Int {
        let turns = max(working.byteCount, evaluation?.byteCount ?? 0)
        return [gradients, optimizerState, pictures, turns].reduce(parameters) { $0.saturatingPlus($1) }
    }

    package var peak: Int { process.saturatingPlus(additional) }
}
