package import Execution
import Interchange
import Tensors

/// Puts the weights of a file into a network.
package enum WeightsLoader {
    /// Reads a safetensors file into `store`, which stays as it is if anything is wrong.
    ///
    /// - Parameter optional: names of parameters that the file may lack.
    /// - Returns: the classes that the weights were learned for; nil where the file does not say so.
    /// - Throws: `WeightsMismatch` when a parameter is missing, unknown or of another shape; `SafetensorsError`,
    ///   `FileError`.
    @discardableResult
    package static func load(
        _ path: String, into store: ParameterStore, optional: Set<String> = []
    ) throws -> ClassNames? {
        let file = try sound(path)
        let tensors = store.tensors.filter { file.shapes[$0.name] != nil || !optional.contains($0.name) }
        if let mismatch = WeightsMismatch(
            wanted: tensors.map { ($0.name, $0.shape) }, found: file.shapes, path: path, owner: "network")
        {
            throw mismatch
        }
        try read(tensors, from: file, into: store)
        return ClassNames(file.metadata)
    }

    /// Reads what fits: parameters of the file's names and shapes. The others stay as they are.
    ///
    /// - Throws: `TrainingError` when nothing fits; `SafetensorsError`, `FileError`.
    package static func loadWhatFits(_ path: String, into store: ParameterStore) throws -> WeightsReport {
        let file = try sound(path)
        let fitting = store.tensors.filter { file.shapes[$0.name] == $0.shape }
        let mismatch = WeightsMismatch(
            wanted: store.tensors.map { ($0.name, $0.shape) }, found: file.shapes, path: path, owner: "network")
        guard !fitting.isEmpty else {
            throw TrainingError(
                "`\(path)` must hold weights of this network, and none of its \(file.shapes.count) tensors has the name and "
                    + "the shape of one", help: "give a file of weights of a network with the same layers")
        }
        try read(fitting, from: file, into: store)
        return WeightsReport(
            path: path, loaded: fitting.map(\.name), missing: mismatch?.missing ?? [],
            unexpected: mismatch?.unexpected ?? [], misshapen: mismatch?.misshapen ?? [])
    }

    private static func sound(_ path: String) throws -> SafetensorsReader {
        let file = try SafetensorsReader(path)
        try file.verify()
        return file
    }

    private static func read(
        _ tensors: [StoredTensor], from file: SafetensorsReader, into store: ParameterStore
    ) throws {
        for tensor in tensors { try file.read(tensor) }
        store.noteChange()
    }
}
