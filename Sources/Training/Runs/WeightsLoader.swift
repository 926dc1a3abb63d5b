package import Execution
import Interchange
import Layers
package import Networks
import Tensors

/// Puts the weights of a file into a network.
package enum WeightsLoader {
    /// Reads a safetensors file into `store`, which stays as it is if anything is wrong.
    ///
    /// - Parameter optional: names of parameters that the file may lack.
    /// - Returns: what the file says of itself.
    /// - Throws: `WeightsMismatch` when a parameter is missing, unknown or of another shape; `SafetensorsError`,
    ///   `FileError`.
    @discardableResult
    package static func load(
        _ path: String, into store: ParameterStore, optional: Set<String> = []
    ) throws -> WeightsDescription {
        let file = try sound(path)
        let tensors = store.tensors.filter { file.shapes[$0.name] != nil || !optional.contains($0.name) }
        if let mismatch = WeightsMismatch(
            wanted: tensors.map { ($0.name, $0.shape) }, found: file.shapes, path: path, owner: "network")
        {
            throw mismatch
        }
        try read(tensors, from: file, into: store)
        return WeightsDescription(file.metadata, checksum: file.checksum)
    }

    /// What a file of weights says of itself; its weights are not looked at.
    ///
    /// - Throws: `SafetensorsError`, `FileError`.
    package static func description(of path: String) throws -> WeightsDescription {
        let file = try SafetensorsReader(path)
        return WeightsDescription(file.metadata, checksum: file.checksum)
    }

    /// Makes sure that a file has a network's weights, before memory is taken for them. Those of auxiliary classifiers may lack.
    ///
    /// - Throws: as `load` does.
    package static func check(_ path: String, against network: Network) throws {
        let shapes = try SafetensorsReader(path).shapes
        var wanted: [(name: String, shape: Shape)] = []
        for (number, node) in network.nodes.enumerated() {
            for parameter in node.ownParameters {
                let name = "\(node.path).\(parameter.name.rawValue)"
                if shapes[name] != nil || network.auxiliary(ofNode: number) == nil {
                    wanted.append((name, parameter.shape))
                }
            }
        }
        if let mismatch = WeightsMismatch(wanted: wanted, found: shapes, path: path, owner: "network") {
            throw mismatch
        }
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
