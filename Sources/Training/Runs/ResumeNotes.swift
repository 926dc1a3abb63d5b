import Diagnostics

/// What a user must know of the best weights that are not there any more.
///
/// - Parameter setAside: where those of later steps are kept that were the best; nil where there are none.
func noteOfBest(_ forgotten: TrainingResult, setAside: String?) -> String {
    "the weights of the best evaluation so far, after \(counted(forgotten.step, "step")), are not there any more: "
        + "the best is looked for anew"
        + (setAside.map { "; those of a later step, which is made again, are kept as `\($0)`" } ?? "")
}

/// What a user must know of a run that goes on otherwise than it began, or may do so.
///
/// - Parameter differences: nil where it is not known what it began with.
func otherWays(_ differences: [String]?, adoptsFindings: Bool) -> [String] {
    guard let differences = differences ?? (adoptsFindings ? nil : ["its `algorithms.tsv` is of others"]) else {
        return [
            "what the run began with is not known, for its `computation.json` is not there or cannot be read: its bits may not "
                + "be those of a run that was never stopped"
        ]
    }
    guard !differences.isEmpty else { return [] }
    return [
        "the run began otherwise: \(differences.joined(separator: ", ")); from here on its bits are not those of a run that "
            + "was never stopped"
    ]
}
