package import Datasets
import Files
package import FoundationEssentials

/// The last evaluation of a run on a split, with the pictures that it took for another class and was surest of: what pages and
/// other programs show of it. Kept as `evaluation-test.json` and `evaluation-validation.json`.
package struct EvaluationRecord: Codable, Sendable {
    /// The version of what the members mean.
    package static let schema = 1
    private let schema: Int
    /// Steps made before.
    package let step: Int
    /// Counted from 1.
    package let epoch: Int
    package let evaluation: Evaluation
    /// PNG files of the evaluation's mistakes, in their order; fewer where some could not be read.
    package let pictures: [Data]

    package init(_ evaluation: Evaluation, step: Int, epoch: Int, of set: some PictureSet) {
        schema = Self.schema
        (self.step, self.epoch, self.evaluation) = (step, epoch, evaluation)
        var pictures: [Data] = []
        for mistake in evaluation.mistakes {
            guard mistake.picture < set.count, let bytes = try? set.thumbnail(of: mistake.picture) else { break }
            pictures.append(Data(bytes))
        }
        self.pictures = pictures
    }

    /// A longer file is refused unread.
    private static let largestFile = 1 << 28

    /// Reads a run's file; nil where there is none, or none that can be read.
    package init?(path: String) {
        guard exists(path), let bytes = try? Files.bytes(ofFile: path, limit: Self.largestFile),
            let record = try? JSONDecoder().decode(Self.self, from: Data(bytes)), record.schema == Self.schema
        else { return nil }
        self = record
    }

    func write(to path: String) throws {
        try DurableFile.write(try encodedJSON(self, inLines: false) + [UInt8(ascii: "\n")], to: path)
    }
}
