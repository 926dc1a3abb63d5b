package import Execution
package import Interchange
import Layers
import Tensors

/// Puts the weights of a file into a network.
package enum WeightsLoader {
    /// Reads a safetensors file into `store`, which stays as it is if anything is wrong.
    ///
    /// - Parameter optional: names of parameters that the file may lack.
    /// - Throws: `WeightsMismatch` when a parameter is missing, unknown or of another shape; `SafetensorsError`,
    ///   `FileError`.
    package static func load(_ path: String, into store: ParameterStore, optional: Set<String> = []) throws {
        try load(SafetensorsFile.read(path), from: path, into: store, optional: optional)
    }

    /// - Parameter path: for messages.
    package static func load(
        _ file: SafetensorsFile, from path: String, into store: ParameterStore, optional: Set<String> = []
    ) throws(WeightsMismatch) {
        let tensors = file.byName
        let wanted = store.entries.filter { tensors[$0.name] != nil || !optional.contains($0.name) }
            .map { (name: $0.name, shape: $0.specification.shape) }
        if let mismatch = WeightsMismatch(
            wanted: wanted, found: tensors.mapValues(\.shape), path: path, owner: "network")
        {
            throw mismatch
        }
        for entry in store.entries {
            if let tensor = tensors[entry.name] { store.set(entry, to: tensor) }
        }
    }
}
