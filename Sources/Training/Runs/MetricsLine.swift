package import Datasets
import SpecSyntax

/// One line of a run's metrics.
package struct MetricsLine: Hashable, Sendable {
    /// The version of what a line's members mean, in each line: whoever reads it refuses a later one. Members may be added
    /// within a version.
    package static let schema = 1

    package enum Split: String, Sendable, Decodable {
        /// The batch of one step, before the step changes the weights.
        case train
        /// The pictures that are held out.
        case validation
        /// The whole test split.
        case test
    }

    /// Steps made.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let split: Split
    /// What training lowers, or in an evaluation the network's own loss.
    package let loss: Double?
    /// What `loss` is the weighted sum of, in the training of a network with auxiliary classifiers: its own loss, by the path
    /// of its layer, and theirs, by their paths.
    package let losses: [String: Double]?
    package let top1: Double
    /// Of evaluations only.
    package let top5: Double?
    /// Of the step, or the last step.
    package let learningRate: Double
    package let imagesPerSecond: Double
    /// Of a step: the part of its time in which it waited for its pictures.
    package let waited: Double?

    /// Far more steps or epochs than anyone trains.
    private static let most = 1 << 50

    /// Whether a run may have written it: steps and epochs from 1, shares from 0 to 1, no negative speed.
    package var isPossible: Bool {
        let shares = [top1, top5].compactMap { $0 }
        return (1...Self.most).contains(step) && (1...Self.most).contains(epoch)
            && shares.allSatisfy { (0...1).contains($0) } && imagesPerSecond >= 0 && waited ?? 0 >= 0
    }

    /// Of an evaluation; the loss is no finite number where none is written.
    package var result: TrainingResult { TrainingResult(step: step, top1: top1, loss: loss ?? .nan) }

    private enum CodingKeys: String, CodingKey {
        case schema, step, epoch, split, loss, losses, top1, top5, learningRate, imagesPerSecond, waited
    }

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

    /// The line as JSON, without its line end and without the members that have no value.
    package var json: String {
        let terms = losses?.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: number($0.value)) }
        let members: [(CodingKeys, JSONValue?)] = [
            (.schema, .integer(Self.schema)), (.step, .integer(step)), (.epoch, .integer(epoch)),
            (.split, .string(split.rawValue)),
            (.loss, number(loss)), (.losses, terms.map { .object($0) }), (.top1, number(top1)),
            (.top5, top5.map(number)), (.learningRate, number(learningRate)),
            (.imagesPerSecond, number(imagesPerSecond)), (.waited, waited.map(number)),
        ]
        return JSONValue.object(
            members.compactMap { key, value in value.map { JSONValue.Member(key: key.rawValue, value: $0) } }
        ).line
    }
}

extension MetricsLine: Decodable {
    /// - Throws: `DecodingError`, for a line of a later schema and for one that no run writes too. One that tells no schema is
    ///   of the first.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        guard try members.decodeIfPresent(Int.self, forKey: .schema) ?? 1 == Self.schema else {
            throw DecodingError.dataCorruptedError(forKey: .schema, in: members, debugDescription: "another schema")
        }
        step = try members.decode(Int.self, forKey: .step)
        epoch = try members.decode(Int.self, forKey: .epoch)
        split = try members.decode(Split.self, forKey: .split)
        loss = try members.decodeIfPresent(Double.self, forKey: .loss)
        losses = try members.decodeIfPresent([String: Double].self, forKey: .losses)
        top1 = try members.decode(Double.self, forKey: .top1)
        top5 = try members.decodeIfPresent(Double.self, forKey: .top5)
        learningRate = try members.decode(Double.self, forKey: .learningRate)
        imagesPerSecond = try members.decode(Double.self, forKey: .imagesPerSecond)
        waited = try members.decodeIfPresent(Double.self, forKey: .waited)
        guard isPossible else {
            throw DecodingError.dataCorruptedError(forKey: .step, in: members, debugDescription: "no run writes it")
        }
    }
}

/// A number with all its digits; none where it is not finite, which JSON cannot say.
private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .digits("\($0)") : nil } ?? .null
}

extension MetricsLine.Split {
    package init(_ split: Dataset.Split) {
        switch split {
        case .train: self = .train
        case .validation: self = .validation
        case .test: self = .test
        }
    }
}
