import Diagnostics
import Files
import Interchange
import Tensors

/// Two trainings that should be the same are not.
package struct BitsDiffer: MachineFailure, Hashable {
    /// Where they first differ.
    package let place: String

    package var description: String { "the two trainings must have the same bits, and differ in \(place)" }

    package var help: String? { "tell netspec's makers, with the spec and `netspec train --format json`" }
}

/// - Throws: `BitsDiffer` where two runs tell other losses, or rates.
func requireSameMetrics(_ first: RunFolder, _ second: RunFolder) throws {
    let lines = try [first, second].map { try MetricsLog.lines(of: $0.metricsPath).map(ComparedLine.init) }
    for (one, other) in zip(lines[0], lines[1]) where one != other {
        throw BitsDiffer(place: "the metrics of step \(min(one.step, other.step))")
    }
    guard lines[0].count == lines[1].count else { throw BitsDiffer(place: "the number of lines of their metrics") }
}

/// Compares all that two checkpoints hold, bit by bit.
///
/// - Parameter comparesResults: whether what is remembered of evaluations is compared too, the best and what early stopping
///   goes by. It depends on more than the spec: on a length and an early stopping that have changed meanwhile, and on whether a
///   checkpoint was written before or after the evaluation of its weights.
/// - Returns: the number of tensors.
/// - Throws: `BitsDiffer`
package func requireSameState(_ first: Checkpoint, _ second: Checkpoint, comparesResults: Bool) throws -> Int {
    guard first.step == second.step else { throw BitsDiffer(place: "the number of their steps") }
    var count = 0
    for path in [\Checkpoint.weightsPath, \.optimizerPath] where exists(first[keyPath: path]) {
        let one = try SafetensorsFile.read(first[keyPath: path])
        let other = try SafetensorsFile.read(second[keyPath: path])
        guard one.tensors.map(\.name) == other.tensors.map(\.name) else {
            throw BitsDiffer(place: "the names of their tensors")
        }
        for (one, other) in zip(one.tensors, other.tensors) {
            let isSame = zip(one.tensor.values, other.tensor.values).allSatisfy { $0.bitPattern == $1.bitPattern }
            guard isSame else { throw BitsDiffer(place: "`\(one.name)`") }
        }
        count += one.tensors.count
        try requireSameScalars(one.metadata, other.metadata, comparesResults: comparesResults)
    }
    return count
}

/// What parts of a training's state remember beside tensors, by the metadata of a checkpoint's file.
///
/// - Throws: `BitsDiffer`
private func requireSameScalars(
    _ first: [String: String], _ second: [String: String], comparesResults: Bool
) throws(BitsDiffer) {
    // What a schedule remembers is of the same moment only where the same evaluations were taken in.
    let isSameMoment = first[ResultMemory.lastStepKey] == second[ResultMemory.lastStepKey]
    for name in Set(first.keys).union(second.keys).sorted() where first[name] != second[name] {
        switch name.prefix(while: { $0 != "." }) {
        case "results": guard comparesResults else { continue }
        case "schedule": guard comparesResults || isSameMoment else { continue }
        default: guard name.contains(".") else { continue }
        }
        throw BitsDiffer(place: "`\(name)`")
    }
}

/// What of a line of metrics does not depend on the clock.
struct ComparedLine: Hashable {
    let step: Int
    let split: MetricsLine.Split
    private let loss: Double?
    private let losses: [String: Double]?
    private let top1: Double
    private let learningRate: Double

    init(_ line: MetricsLine) {
        (step, split, loss, losses) = (line.step, line.split, line.loss, line.losses)
        (top1, learningRate) = (line.top1, line.learningRate)
    }
}
