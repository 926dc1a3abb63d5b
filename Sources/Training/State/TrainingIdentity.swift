import Recipes

/// What a training must have in common with the one whose state it takes up.
struct TrainingIdentity: Hashable {
    /// The network's name.
    let network: String
    let stepsPerEpoch: Int
    /// Of the training pictures; see `Dataset.fingerprint`.
    let data: String
    /// The name of the data.
    let dataName: String
    let classes: ClassNames
    /// What is done to pictures before the network sees them.
    let preprocessing: Preprocessing

    private static let networkKey = "network"
    private static let stepsPerEpochKey = "stepsPerEpoch"
    private static let dataKey = "data"

    /// As a checkpoint keeps it.
    var metadata: [String: String] {
        [
            Self.networkKey: network, Self.stepsPerEpochKey: "\(stepsPerEpoch)", Self.dataKey: data,
            ClassNames.key: classes.text, Preprocessing.metadataKey: preprocessing.metadataText,
        ]
    }

    /// - Parameter metadata: of a checkpoint. One of an earlier version of netspec does not name its data or its classes.
    /// - Throws: `TrainingError` when it is one of other data.
    func check(_ metadata: [String: String]) throws(TrainingError) {
        try ClassNames(metadata)?.require(of: dataName, as: "the run", classes)
        let known = metadata[Self.stepsPerEpochKey] ?? "an unknown number of"
        guard known == "\(stepsPerEpoch)" else {
            throw TrainingError(
                "the run has \(known) steps in an epoch, and with these data it would have \(stepsPerEpoch)",
                help: "resume the run with the data it was begun with")
        }
        guard let known = metadata[Self.dataKey], known != data else { return }
        throw TrainingError(
            "the run was begun with other training pictures: their fingerprint is `\(known)`, and that of these is `\(data)`",
            help: "resume the run with the data it was begun with; `--data` names their folder")
    }
}
