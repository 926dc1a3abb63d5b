import Datasets
import Diagnostics
import SpecCompiler
import Training

/// Opens the data of an experiment, as a command line asks for it, and says what is to be known of them.
///
/// - Parameters:
///   - option: what `--data` says.
///   - isSurvey: whether all that is wrong with the pictures is wanted, and not the first of it.
/// - Throws: `DiagnosticsError` when the spec has no `data`, or other classes than they; `DataError`, `FileError`.
func openedData(of experiment: Experiment, option: String?, isSurvey: Bool = false) throws -> Dataset {
    let data = try experiment.requireData()
    let opening = DataOpening(
        option: option, byteLimit: MemoryLimit.current?.byteCount, isSurvey: isSurvey
    ) { Terminal.say(printable($0)) }
    let dataset = try data.open(opening)
    try experiment.requireClasses(dataset.classes, of: dataset.name)
    for remark in dataset.remarks { Terminal.note(remark) }
    return dataset
}

/// Says which pictures were left out of what was done.
func sayWhatWasSkipped(of dataset: Dataset) {
    for line in dataset.skipped?.lines ?? [] { Terminal.note(line) }
}
