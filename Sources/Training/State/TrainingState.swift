package import Execution
import Files
import Interchange
import Layers
import Recipes
import Tensors

/// All that a training remembers from one step to the next: named tensors and scalars, saved and restored in one place.
///
/// The weights and running statistics are files of their own, which other programs read; the rest goes into a file beside.
/// Tensors are written from where they lie and read to there, without copies.
package final class TrainingState {
    /// Steps made.
    package internal(set) var step = 0
    package let parameters: ParameterStore
    /// What is evaluated, and what others read: an average of the weights where there is one, or the weights.
    private let weights: ParameterStore
    /// What is remembered beside the weights.
    let parts: [any StatePart]
    let identity: TrainingIdentity

    static let stepKey = "step"
    private static let epochKey = "epoch"
    private static let weightsKey = "weights"

    /// - Parameter average: of the weights, which is evaluated in their place; nil for none.
    /// - Precondition: no two parts have the same name.
    init(
        _ parameters: ParameterStore, average: ParameterStore? = nil, parts: [any StatePart],
        identity: TrainingIdentity
    ) {
        let parts = parts + (average == nil ? [] : [TrainedWeights(parameters)])
        precondition(Set(parts.map(\.name)).count == parts.count, "two parts of the state have the same name")
        self.parameters = parameters
        weights = average ?? parameters
        self.parts = parts
        self.identity = identity
    }

    private var metadata: [String: String] {
        let epoch = TrainingCourse.epoch(ofStep: step, stepsPerEpoch: identity.stepsPerEpoch)
        return identity.metadata.merging([Self.stepKey: "\(step)", Self.epochKey: "\(epoch)"]) { $1 }
    }

    /// The first parameter that does not hold finite numbers only; nil where all do.
    var firstNonFinite: NonFiniteTensor? {
        parameters.entries.first { !parameters.values[$0.range].allSatisfy(\.isFinite) }.map {
            NonFiniteTensor(kind: $0.specification.role == .learned ? .weight : .statistic, name: $0.name)
        }
    }

    /// Writes the weights alone.
    func saveWeights(to path: String) throws {
        try SafetensorsWriter(weights.tensors, metadata: metadata).write(to: path)
    }

    /// Writes a checkpoint: the weights last, so that whoever finds them finds the rest.
    ///
    /// One whose running statistics are still to be found anew is not bound to its weights file, so that a process which is killed
    /// while it writes it again, the weights first, leaves one that can be gone on from.
    func save(to checkpoint: Checkpoint) throws {
        let file = try SafetensorsWriter(weights.tensors, metadata: metadata)
        var remembered = metadata
        for part in parts {
            for (name, value) in part.scalars { remembered["\(part.name).\(name)"] = value }
        }
        if !EstimateState.isOwed(remembered) { remembered[Self.weightsKey] = file.checksum }
        let isAgain = exists(checkpoint.weightsPath)
        if isAgain { try file.write(to: checkpoint.weightsPath) }
        try SafetensorsWriter(parts.flatMap(\.tensors), metadata: remembered).write(to: checkpoint.optimizerPath)
        if !isAgain { try file.write(to: checkpoint.weightsPath) }
    }

    /// Takes over what `save` wrote. If it is not whole, or not of such a training, nothing changes.
    ///
    /// - Throws: `UnusableCheckpoint` when its files are not whole; `TrainingError` and `WeightsMismatch` when they are of
    ///   another training; `FileError`.
    func restore(_ checkpoint: Checkpoint) throws {
        let file = try checkpoint.reader(of: checkpoint.weightsPath)
        let memory = try checkpoint.reader(of: checkpoint.optimizerPath)
        for file in [file, memory] {
            guard let step = file.metadata[Self.stepKey], step == "\(checkpoint.step)" else {
                let known = file.metadata[Self.stepKey].map { "step \($0)" } ?? "no step"
                throw UnusableCheckpoint(
                    checkpoint, reason: "by its metadata `\(file.path)` is of \(known)", damaged: [file.path])
            }
        }
        guard EstimateState.isOwed(memory.metadata) || memory.metadata[Self.weightsKey] == file.checksum else {
            throw UnusableCheckpoint(
                checkpoint, reason: "`\(memory.path)` belongs to other weights than `\(file.path)`",
                damaged: [memory.path])
        }
        try identity.check(memory.metadata)
        try file.require(weights.tensors, owner: "network")
        try memory.require(parts.flatMap(\.tensors), owner: "optimiser")
        for part in parts { try part.restore(scalars(of: part, in: memory.metadata)) }
        for tensor in weights.tensors { try file.read(tensor) }
        for tensor in parts.flatMap(\.tensors) { try memory.read(tensor) }
        weights.noteChange()
        parameters.noteChange()
        step = checkpoint.step
    }

    private func scalars(of part: any StatePart, in metadata: [String: String]) -> [String: String] {
        let start = "\(part.name)."
        let own = metadata.filter { $0.key.hasPrefix(start) }
        return Dictionary(uniqueKeysWithValues: own.map { (String($0.key.dropFirst(start.count)), $0.value) })
    }
}

extension SafetensorsReader {
    /// - Throws: `WeightsMismatch` unless the file has these tensors and no others.
    fileprivate func require(_ tensors: [StoredTensor], owner: String) throws(WeightsMismatch) {
        let wanted = tensors.map { (name: $0.name, shape: $0.shape) }
        if let mismatch = WeightsMismatch(wanted: wanted, found: shapes, path: path, owner: owner) { throw mismatch }
    }
}

/// The weights that are trained, where the file of weights has an average of them.
private final class TrainedWeights: StatePart {
    let name = "trained"
    /// `stem/conv.weight.trained`, …
    let tensors: [StoredTensor]

    init(_ parameters: ParameterStore) {
        tensors = parameters.tensors.map { $0.named("\($0.name).trained") }
    }
}
