package import Datasets
import Recipes

/// How well a network does on a split; encodes with the keys that `eval --format json` promises.
package struct Evaluation: Hashable, Sendable, Encodable {
    package let split: Dataset.Split
    package let samples: Int
    /// The mean over all pictures; encodes as null where it is not finite.
    package let loss: Double
    /// Fractions.
    package let top1: Double
    package let top5: Double
    /// The fraction whose class is among the `topCount` highest.
    package let top: Double
    package let topCount: Int
    /// See `Calibration`.
    package let calibrationError: Double
    /// What the calibration error is the sum of.
    package let calibration: [CalibrationBin]
    /// The wrong answers of which the network is surest, the surest first.
    package let mistakes: [WrongAnswer]
    /// `confusion[right][picked]`
    package let confusion: [[Int]]
    package let classes: [String]
    package let views: EvaluationViews

    /// - Parameters:
    ///   - topCount: among how many highest scores a class must be; nil for as many as suit the number of classes.
    ///   - name: the path of a picture's file in its folder, by its number in the split.
    package init(
        _ metrics: Metrics, classes: [String], split: Dataset.Split = .test, topCount: Int? = nil,
        views: EvaluationViews = .whole, name: (Int) -> String? = { _ in nil }
    ) {
        self.split = split
        samples = metrics.tally.samples
        loss = metrics.tally.loss
        top1 = metrics.tally.top1
        top5 = metrics.tally.top5
        self.topCount = topCount ?? Self.usualTop(classes: classes.count)
        top = metrics.top(self.topCount)
        calibrationError = metrics.calibration.error
        calibration = metrics.calibration.summaries
        mistakes = metrics.mistakes.map { $0.named(name($0.picture)) }
        confusion = metrics.confusion
        self.classes = classes
        self.views = views
    }

    /// Five of a hundred classes tell something, five of ten next to nothing.
    private static func usualTop(classes: Int) -> Int {
        switch classes {
        case ..<5: 1
        case ..<20: 2
        case ..<50: 3
        default: 5
        }
    }

    package var perClass: [ClassResult] {
        classes.enumerated().map { ClassResult($0.offset, name: $0.element, confusion: confusion) }
    }

    enum CodingKeys: String, CodingKey {
        case split, samples, loss, top1, top5, top, topCount, calibrationError, calibration, confusion, classes
        case perClass, mistakes, views
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(split.rawValue, forKey: .split)
        try container.encode(samples, forKey: .samples)
        try container.encode(loss.isFinite ? loss : nil, forKey: .loss)
        try container.encode(top1, forKey: .top1)
        try container.encode(top5, forKey: .top5)
        try container.encode(top, forKey: .top)
        try container.encode(topCount, forKey: .topCount)
        try container.encode(calibrationError, forKey: .calibrationError)
        try container.encode(calibration, forKey: .calibration)
        try container.encode(confusion, forKey: .confusion)
        try container.encode(classes, forKey: .classes)
        try container.encode(perClass, forKey: .perClass)
        try container.encode(mistakes, forKey: .mistakes)
        try container.encode(views.rawValue, forKey: .views)
    }
}

/// What is shown to a network of each picture; its answer is the mean of the scores, before any softmax.
package enum EvaluationViews: String, Hashable, Sendable {
    /// The picture.
    case whole
    /// The picture and its mirror image.
    case flip
    /// The four corners and the middle, as a `random-crop` of the data could cut them, and their mirror images. Source:
    /// Krizhevsky et al., NeurIPS 2012, section 4.1.
    case tenCrop = "ten-crop"

    var places: [CropPlace] { self == .tenCrop ? CropPlace.allCases : [.middle] }
    var mirrors: Bool { self != .whole }
    /// How many pictures the network sees of each.
    package var count: Int { places.count * (mirrors ? 2 : 1) }
}
