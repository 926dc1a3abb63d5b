import Diagnostics
package import Recipes

extension Experiment {
    /// - Throws: `DiagnosticsError` when the spec has no `data`.
    package func requireData() throws -> DataSettings {
        guard let data else { throw missing("data", "data: {source: synthetic}") }
        return data
    }

    /// - Throws: `DiagnosticsError` when the spec has no `train`.
    package func requireTraining() throws -> TrainSettings {
        guard let training else { throw missing("train", "train: {epochs: 10, optimizer: {sgd: {rate: 0.1}}}") }
        return training
    }

    private func missing(_ field: String, _ example: String) -> DiagnosticsError {
        DiagnosticsError(
            Diagnostic(
                .missingField, "this command needs the field `\(field)`, and the spec has none",
                at: .beginning(of: file), help: "add, for example, `\(example)`"))
    }
}
