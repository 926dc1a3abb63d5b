import Datasets
import Diagnostics
import SpecCompiler
import Training

/// Opens the data of an experiment, as a command line asks for it, and says what is to be known of them.
///
/// - Parameters:
///   - option: what `--data` says.
///   - weights: a file of weights that are judged or trained on with these data, and what they are called; nil for new ones.
///   - isSurvey: whether all that is wrong with the pictures is wanted, and not the first of it; whether the spec's classes are
///     theirs is then for the caller to ask.
///   - isQuiet: whether nothing is said of what takes long.
/// - Throws: `DiagnosticsError` when the spec has no `data`, or other classes than they; `TrainingError` when the weights have;
///   `DataError`, `FileError`.
func openedData(
    of experiment: Experiment, option: String?, weights: (path: String, name: String)? = nil,
    isSurvey: Bool = false, isQuiet: Bool = false
) throws -> Dataset {
    let data = try experiment.requireData()
    let opening = DataOpening(
        option: option, byteLimit: { MemoryLimit.current?.byteCount }, isSurvey: isSurvey,
        tell: { if !isQuiet { Terminal.say(printable($0)) } })
    let dataset = try data.open(opening)
    if let weights {
        // Their classes come first: the spec's number goes by them.
        try WeightsLoader.description(of: weights.path).classes?.require(
            of: dataset.name, as: weights.name, ClassNames(dataset.classes))
    }
    if !isSurvey { try experiment.requireClasses(dataset.classes, of: dataset.name) }
    for remark in dataset.remarks { Terminal.note(remark) }
    return dataset
}

/// Says which pictures were left out of what was done.
func sayWhatWasSkipped(of dataset: Dataset) {
    for line in dataset.skipped?.lines ?? [] { Terminal.note(line) }
}
