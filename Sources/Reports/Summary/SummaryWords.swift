import Layers
import Networks
import Planning
import Tensors

extension SummaryReport {
    /// What is counted, and how.
    var convention: String {
        let operations =
            groups.isEmpty
            ? ""
            : " Operations are 2 for each multiply-add, \(groups.map(\.rule).joined(separator: ", "))."
        return
            "input \(summary.inputShape), one picture. Parameters are learned numbers; buffers are running statistics. "
            + "Multiply-adds are those of convolutions and linear layers, without biases; FLOPs are twice that."
            + operations + " Share is that of all \(groups.isEmpty ? "multiply-adds" : "operations"). "
            + "Field is the receptive field in pixels and, behind /, its stride." + leftOut
    }

    private var leftOut: String {
        guard !summary.leftOut.isEmpty else { return "" }
        return " Left out is what only training needs: \(summary.leftOut.joined(separator: ", "))."
    }

    /// The totals, by name.
    var totals: [(name: String, value: Int)] {
        [
            ("parameters", summary.total.parameters), ("buffers", summary.total.buffers),
            ("multiply-adds", summary.total.multiplyAdds), ("FLOPs", summary.total.flops),
        ] + (groups.isEmpty ? [] : [("operations", summary.total.operations)])
            + [("activations", summary.total.activationElements)]
    }

    var memoryTitle: String {
        let batch = memory.batch == 1 ? "one picture" : "a batch of \(grouped(memory.batch))"
        let purpose = memory.phase == .training ? "to train on \(batch)" : "to evaluate \(batch)"
        return "Memory \(purpose), in float32, each layer's output on its own:"
    }

    /// The parts of the memory, in bytes, by name; their sum last.
    var memoryParts: [(name: String, value: Int)] {
        let common = [("weights", memory.weights), ("running statistics", memory.buffers)]
        switch memory.phase {
        case .evaluation: return common + [("activations, at most", memory.activations), ("total", memory.total)]
        case .training:
            return common + [
                ("gradients", memory.gradients), (optimizerTitle, memory.optimizerState),
            ] + (memory.average > 0 ? [("average of the weights", memory.average)] : []) + [
                ("activations kept for backward", memory.activations),
                ("gradients of activations, at most", memory.activationGradients), ("total", memory.total),
            ]
        }
    }

    private var optimizerTitle: String {
        guard let optimizerState else { return "optimiser state (no `train` says which)" }
        return "optimiser state" + (optimizerState.isEmpty ? "" : " (\(optimizerState.joined(separator: ", ")))")
    }
}
