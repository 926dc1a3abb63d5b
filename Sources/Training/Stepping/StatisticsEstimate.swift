package import Execution
import Layers
package import Tensors

/// Finds running statistics anew: the mean of what each of some batches has of its own.
///
/// Weights that were averaged give other activations than any of those that were trained. Source: Izmailov et al., UAI 2018,
/// section 3.2; `torch.optim.swa_utils.update_bn`.
package struct StatisticsEstimate {
    private let executable: any Executable
    private let parameters: ParameterStore

    /// - Parameter executable: a training of the parameters, which lends itself; the parameters are as before afterwards.
    package init(_ executable: any Executable, _ parameters: ParameterStore) {
        self.executable = executable
        self.parameters = parameters
    }

    /// Those of which no batch has a part, for a `momentum` of 0, stay as they are.
    ///
    /// - Parameters:
    ///   - store: whose statistics are found, by its weights.
    ///   - batches: of training pictures; nil breaks it off.
    /// - Returns: whether they are found. Where they are not, because it was broken off or something failed, they are as before.
    @discardableResult
    package func find(for store: ParameterStore, count: Int, batches: () throws -> Batch?) throws -> Bool {
        exchange(with: store)
        defer { exchange(with: store) }
        var found = Array(parameters.statistics)
        defer { _ = parameters.statistics.update(fromContentsOf: found) }
        var sums = [Double](repeating: 0, count: parameters.statistics.count)
        for _ in 0..<count {
            guard let batch = try batches() else { return false }
            // Of none before, a part of the batch's alone is left.
            parameters.statistics.update(repeating: 0)
            parameters.noteChange(of: .buffer)
            try executable.run(batch)
            for place in sums.indices { sums[place] += Double(parameters.statistics[place]) }
        }
        for entry in parameters.entries where entry.specification.role == .buffer {
            let divisor = Double(count) * entry.specification.batchShare
            guard divisor > 0 else { continue }
            for place in entry.range.map({ $0 - parameters.learnedCount }) {
                found[place] = Float(sums[place] / divisor)
            }
        }
        return true
    }

    private func exchange(with store: ParameterStore) {
        let (own, others) = (parameters.values, store.values)
        for place in own.indices { (own[place], others[place]) = (others[place], own[place]) }
        parameters.noteChange()
        store.noteChange()
    }
}
