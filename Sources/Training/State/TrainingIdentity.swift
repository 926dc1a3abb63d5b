import Diagnostics
import Recipes

/// What a training must have in common with the one whose state it takes up.
struct TrainingIdentity: Hashable {
    /// The network's name.
    let network: String
    let stepsPerEpoch: Int
    /// How many pictures there are to learn from.
    let pictures: Int
    /// Of the training pictures; see `Dataset.fingerprint`.
    let data: String
    /// The name of the data.
    let dataName: String
    let classes: ClassNames
    /// What is done to pictures before the network sees them.
    let preprocessing: Preprocessing

    private static let networkKey = "network"
    private static let stepsPerEpochKey = "stepsPerEpoch"
    private static let picturesKey = "trainingPictures"
    private static let dataKey = "data"

    /// As a checkpoint keeps it.
    var metadata: [String: String] {
        [
            Self.networkKey: network, Self.stepsPerEpochKey: "\(stepsPerEpoch)",
            Self.picturesKey: "\(pictures)", Self.dataKey: data,
            ClassNames.key: classes.text, Preprocessing.metadataKey: preprocessing.metadataText,
        ]
    }

    /// - Parameter metadata: of a checkpoint. One of an earlier version of netspec does not name its data or its classes.
    /// - Throws: `TrainingError` when it is one of other data.
    func check(_ metadata: [String: String]) throws(TrainingError) {
        let count = changedCount(metadata)
        do {
            try ClassNames(metadata)?.require(of: dataName, as: "the run", classes)
        } catch {
            throw TrainingError(error.message + count, help: error.help)
        }
        let known = metadata[Self.stepsPerEpochKey] ?? "an unknown number of"
        guard known == "\(stepsPerEpoch)" else {
            throw TrainingError(
                "the run has \(known) steps in an epoch, and with these data it would have \(stepsPerEpoch)\(count)",
                help: "resume the run with the data it was begun with")
        }
        guard let known = metadata[Self.dataKey], known != data else { return }
        throw TrainingError(
            "the run was begun with other training pictures: their fingerprint is `\(known)`, and that of these is `\(data)`"
                + count,
            help: "resume the run with the data it was begun with; `--data` names their folder")
    }

    /// `; there were 60 pictures, and there are 58`; empty where no other number is known. A checkpoint of an earlier version of
    /// netspec does not count its pictures. Another number of classes is refused before, beside the scores of the network.
    private func changedCount(_ metadata: [String: String]) -> String {
        guard let known = metadata[Self.picturesKey].flatMap({ Int($0) }), known != pictures else { return "" }
        return "; there were \(counted(known, "picture")), and there are \(pictures)"
    }
}
