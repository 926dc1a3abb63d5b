/// One line of a run's metrics.
package struct MetricsLine: Hashable, Sendable, Decodable {
    package enum Split: String, Sendable, Decodable {
        /// The batch of one step, before the step changes the weights.
        case train
        /// The whole test split.
        case test
    }

    /// Steps made.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let split: Split
    /// What training lowers, or on the test split the network's own loss.
    package let loss: Double?
    /// What `loss` is the weighted sum of, in the training of a network with auxiliary classifiers: its own loss, by the path
    /// of its layer, and theirs, by their paths.
    package let losses: [String: Double]?
    package let top1: Double
    /// Of the test split only.
    package let top5: Double?
    /// Of the step, or the last step.
    package let learningRate: Double
    package let imagesPerSecond: Double
    /// Of a step: the part of its time in which it waited for its pictures.
    package let waited: Double?

    package init(
        step: Int, epoch: Int, split: Split, loss: Double, losses: [String: Double]? = nil, top1: Double,
        top5: Double? = nil, learningRate: Double, imagesPerSecond: Double, waited: Double? = nil
    ) {
        self.step = step
        self.epoch = epoch
        self.split = split
        self.loss = loss
        self.losses = losses
        self.top1 = top1
        self.top5 = top5
        self.learningRate = learningRate
        self.imagesPerSecond = imagesPerSecond
        self.waited = waited
    }

    /// The line as JSON, without its line end.
    package var json: String {
        var members = ["\"step\": \(step)", "\"epoch\": \(epoch)", "\"split\": \"\(split.rawValue)\""]
        members.append("\"loss\": \(number(loss))")
        if let losses {
            let terms = losses.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \(number($0.value))" }
            members.append("\"losses\": {\(terms.joined(separator: ", "))}")
        }
        members.append("\"top1\": \(number(top1))")
        if let top5 { members.append("\"top5\": \(number(top5))") }
        members += ["\"learningRate\": \(number(learningRate))", "\"imagesPerSecond\": \(number(imagesPerSecond))"]
        if let waited { members.append("\"waited\": \(number(waited))") }
        return "{\(members.joined(separator: ", "))}"
    }
}

private func number(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null"
}
