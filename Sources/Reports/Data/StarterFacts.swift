package import Datasets
import Diagnostics
import Pixels
package import Recipes

/// What a starter spec goes by: what a survey found in a folder.
package struct StarterFacts {
    static let (wantedSteps, fewestEpochs, mostEpochs) = (1500, 5, 60)

    /// What the spec is called.
    package let name: String
    /// For people.
    let folder: String
    /// As the spec names it, relative to its own file.
    let path: String
    /// In the folder; nil where sub-folders tell the classes.
    let list: String?
    let classes: [String]
    /// Pictures to learn from.
    let count: Int
    let classCounts: [Int]
    let sizes: [PictureSize: Int]
    /// 1 where all pictures are grey.
    let channels: Int
    let means: [Double]
    let deviations: [Double]
    /// Pictures beside them that cannot be decoded.
    let unreadable: Int
    /// Whether there are pictures apart to validate by, or to test with.
    let hasOthers: Bool

    /// - Parameters:
    ///   - survey: in colour, or in grey for a network that sees no colours.
    ///   - channels: that the network's input must have; nil where that is to be found out.
    package init(
        _ survey: DataSurvey, name: String, folder: String, path: String, list: String?, channels: Int?
    ) throws(DataError) {
        (self.name, self.folder, self.path, self.list) = (name, folder, path, list)
        guard let train = survey.splits.first(where: { $0.split == .train }), train.count > 0 else {
            throw DataError(
                "`\(folder)` must hold pictures to learn from, and none can be decoded", help: "get the files again")
        }
        if let fault = survey.faults.first {
            throw DataError(fault, help: "mend what is wrong in the folder; `netspec data check` tells all of it")
        }
        classes = survey.classes
        (count, classCounts, sizes) = (train.count, train.classCounts, train.sizes)
        let wanted = channels ?? (train.isGrey ? 1 : 3)
        self.channels = wanted
        means = wanted == 1 ? [train.means.reduce(0, +) / Double(train.means.count)] : train.means
        // Pictures of one tone have none, by which nothing can be divided.
        let deviations = train.deviations.map { $0 < 0.001 ? 1 : $0 }
        self.deviations = wanted == 1 ? [deviations.reduce(0, +) / Double(deviations.count)] : deviations
        unreadable = train.unreadable.count
        hasOthers = survey.splits.count > 1
    }

    /// - Throws: `DataError` where a class has no picture to hold out.
    func requireEnough() throws(DataError) {
        guard !hasOthers, let few = classCounts.firstIndex(where: { $0 < 2 }) else { return }
        throw DataError(
            "each class must have at least 2 pictures, so that one can be held out, found \(classCounts[few]) of `\(classes[few])`",
            help: "add pictures of it, or remove the class")
    }

    var balance: String {
        let (least, most) = (classCounts.min() ?? 0, classCounts.max() ?? 0)
        return least == most ? "\(least) of each" : "from \(least) to \(most) of each"
    }

    var isUneven: Bool { (classCounts.max() ?? 0) > 3 * (classCounts.min() ?? 0) }

    /// Nil where there are pictures apart.
    var heldOutShare: Double? {
        if hasOthers { return nil }
        return switch classCounts.min() ?? 0 {
        case 10...: 0.1
        case 5..<10: 0.2
        default: 0.34
        }
    }

    /// Without those that are held out.
    var trainingCount: Int { max(1, count - Int((heldOutShare ?? 0) * Double(count))) }

    /// A power of 2, of which there are at least four in an epoch where there are eight pictures.
    var batch: Int {
        var batch = 64
        while batch > 2, batch * 4 > trainingCount { batch /= 2 }
        return min(batch, trainingCount)
    }

    var epochs: Int {
        let perEpoch = max(1, trainingCount / batch)
        return min(Self.mostEpochs, max(Self.fewestEpochs, (Self.wantedSteps + perEpoch - 1) / perEpoch))
    }

    /// Whether a mirror image is of the same class, as far as names tell: letters and digits in a mirror are others.
    var mayFlip: Bool { !classes.allSatisfy { $0.count <= 2 } }
}
