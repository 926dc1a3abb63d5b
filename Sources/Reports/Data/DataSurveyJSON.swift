package import Datasets
import Pixels

/// What a survey of a data set found, for programs.
package struct DataSurveyJSON: Encodable {
    private let name: String
    private let sound: Bool
    private let classes: [String]
    private let splits: [Split]
    private let faults: [String]
    private let duplicates: [Pair]
    private let nearDuplicates: [Pair]

    package init(_ survey: DataSurvey) {
        name = survey.name
        sound = survey.isSound
        classes = survey.classes
        splits = survey.splits.map { Split($0, survey) }
        faults = survey.faults
        duplicates = survey.likenesses.duplicates.map { Pair($0, survey) }
        nearDuplicates = survey.likenesses.nearDuplicates.map { Pair($0, survey) }
    }

    private struct Split: Encodable {
        let split: String
        let pictures: Int
        /// Of each class, in their order.
        let classCounts: [Int]
        let sizes: [Size]
        let mean: [Double]
        let deviation: [Double]
        let unreadable: [Unreadable]
        let wronglyLabelled: [Label]

        init(_ split: SplitSurvey, _ survey: DataSurvey) {
            self.split = split.split.rawValue
            pictures = split.count
            classCounts = split.classCounts
            sizes = split.sizes.map { Size(height: $0.key.height, width: $0.key.width, pictures: $0.value) }
                .sorted { ($0.height, $0.width) < ($1.height, $1.width) }
            mean = split.means
            deviation = split.deviations
            func name(_ number: Int) -> String? { survey.path(of: Likenesses.Place(split.split, number)) }
            unreadable = split.unreadable.map {
                Unreadable(picture: $0.number, name: name($0.number), reason: $0.reason)
            }
            wronglyLabelled = split.wronglyLabelled.map {
                Label(picture: $0.number, name: name($0.number), label: $0.label)
            }
        }
    }

    private struct Size: Encodable {
        let height: Int
        let width: Int
        let pictures: Int
    }

    private struct Unreadable: Encodable {
        let picture: Int
        /// Of its file in the folder; not there where it has none.
        let name: String?
        let reason: String
    }

    private struct Label: Encodable {
        let picture: Int
        /// Of its file in the folder; not there where it has none.
        let name: String?
        let label: Int
    }

    /// A picture, and an earlier one that it is like.
    private struct Pair: Encodable {
        let split: String
        let picture: Int
        /// Of its file in the folder; not there where it has none.
        let name: String?
        let earlierSplit: String
        let earlierPicture: Int
        let earlierName: String?
        let sameClass: Bool

        init(_ pair: Likenesses.Pair, _ survey: DataSurvey) {
            (split, picture) = (pair.later.split.rawValue, pair.later.number)
            (earlierSplit, earlierPicture) = (pair.earlier.split.rawValue, pair.earlier.number)
            (name, earlierName) = (survey.path(of: pair.later), survey.path(of: pair.earlier))
            sameClass = pair.haveOneLabel
        }
    }
}
