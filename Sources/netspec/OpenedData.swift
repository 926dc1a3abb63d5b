import Datasets
import Diagnostics
import SpecCompiler
import Training

/// Opens the data of an experiment, as a command line asks for it, and says what is to be known of them.
///
/// - Parameter option: what `--data` says.
/// - Throws: `DiagnosticsError` when the spec has no `data`, or other classes than they; `DataError`, `FileError`.
func openedData(of experiment: Experiment, option: String?) throws -> Dataset {
    let data = try experiment.requireData()
    let opening = DataOpening(option: option, byteLimit: MemoryLimit.current?.byteCount) { Terminal.say($0) }
    let dataset = try data.open(opening)
    try experiment.requireClasses(dataset.classes, of: dataset.name)
    for remark in dataset.remarks { Terminal.say("note: \(remark)") }
    return dataset
}

/// Says which pictures were left out of what was done.
func sayWhatWasSkipped(of dataset: Dataset) {
    for line in dataset.skipped?.lines ?? [] { Terminal.say("note: \(line)") }
}
