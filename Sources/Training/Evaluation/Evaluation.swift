/// How well a network does on a split; encodes with the keys that `eval --format json` promises.
package struct Evaluation: Hashable, Sendable, Encodable {
    package let samples: Int
    /// The mean over all pictures; encodes as null where it is not finite.
    package let loss: Double
    /// Fractions.
    package let top1: Double
    package let top5: Double
    /// `confusion[right][picked]`
    package let confusion: [[Int]]
    package let classes: [String]

    package init(_ metrics: Metrics, classes: [String]) {
        samples = metrics.tally.samples
        loss = metrics.tally.loss
        top1 = metrics.tally.top1
        top5 = metrics.tally.top5
        confusion = metrics.confusion
        self.classes = classes
    }

    private enum CodingKeys: String, CodingKey {
        case samples, loss, top1, top5, confusion, classes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(samples, forKey: .samples)
        try container.encode(loss.isFinite ? loss : nil, forKey: .loss)
        try container.encode(top1, forKey: .top1)
        try container.encode(top5, forKey: .top5)
        try container.encode(confusion, forKey: .confusion)
        try container.encode(classes, forKey: .classes)
    }
}
