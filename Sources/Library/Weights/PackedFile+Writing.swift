import Execution
import Files
import Interchange
import Layers
import Recipes
package import SpecCompiler
package import Tensors
import Training

extension PackedFile {
    /// Writes weights and all that is needed to use them as one file. The same weights and spec give the same bytes. Auxiliary
    /// classifiers, which only training computes, are left out; running statistics stay float32.
    ///
    /// - Parameters:
    ///   - source: the weights, and how their run computed.
    ///   - experiment: what the spec of `source` says.
    ///   - precision: as what learned numbers are stored.
    ///   - version: of netspec.
    ///   - replaces: whether a packed file that is there may be replaced; no other is.
    /// - Returns: the bytes of the file.
    /// - Throws: what `LoadedWeights` throws; `DiagnosticsError` where the spec has no `data`; `ForeignFile` where another file is
    ///   there, `TrainingError` where a packed one is that may not be replaced; `FileError`.
    @discardableResult
    package static func write(
        _ source: WeightsSource, of experiment: Experiment, to path: String, precision: Precision, version: String,
        replaces: Bool
    ) throws -> Int {
        let preprocessing = try experiment.requireData().preprocessing()
        if let status = FileStatus(path), status.kind != .file { throw FileError(.write, path, .irregular) }
        if exists(path), (try? SafetensorsReader(path))?.metadata[Key.version.rawValue] == nil {
            throw ForeignFile(path, mustBe: "a file that `netspec pack` wrote")
        }
        guard replaces || !exists(path) else {
            throw TrainingError(
                "`\(path)` is there already", help: "add `--force` to replace it, or name another file with `--output`")
        }
        let loaded = try LoadedWeights(source, for: experiment)
        let known = loaded.description.metadata
        let origin = PackedOrigin(
            netspec: version, run: source.run.map(lastName), weights: lastName(source.weights),
            checksum: loaded.description.checksum, step: known["step"].flatMap { Int($0) },
            epoch: known["epoch"].flatMap { Int($0) }, data: known["data"], precision: precision.rawValue)
        var metadata = [
            Key.version.rawValue: "\(Self.version)", Key.spec.rawValue: try experiment.resolvedText,
            Key.origin.rawValue: try origin.text, Preprocessing.metadataKey: preprocessing.metadataText,
        ]
        metadata[Key.algorithms.rawValue] = source.findings
        metadata[ClassNames.key] = loaded.description.classes?.text
        let parameters = loaded.parameters
        let learned = Set(parameters.entries.filter { $0.specification.role == .learned }.map(\.name))
        let onlyTrained = parameters.namesInAuxiliaries(of: experiment.network)
        try SafetensorsWriter(parameters.tensors.filter { !onlyTrained.contains($0.name) }, metadata: metadata) {
            learned.contains($0.name) ? precision : .float32
        }.write(to: path)
        return length(ofFile: path) ?? 0
    }
}

/// The last name of a path, whether a slash follows it or not.
private func lastName(_ path: String) -> String {
    let absolute = absolutePath(path) ?? path
    return absolute.split(separator: "/").last.map(String.init) ?? path
}
