package import Execution
package import Networks
package import Training

/// The spec and the weights that a command's arguments name, and how a run that they name computes.
package struct WeightsSource: Sendable {
    package let spec: String
    package let weights: String
    /// Nil where the run tells nothing, or there is none.
    package let findings: String?

    /// - Parameters:
    ///   - path: the folder of a run, or a spec if `weights` are given.
    ///   - best: whether the weights of a run are those of its best evaluation, and not its last.
    /// - Throws: `TrainingError` where there is no run, or it has no such weights.
    package init(_ path: String, weights: String?, best: Bool) throws {
        if let weights, !RunFolder.holdsRun(path) {
            (spec, self.weights, findings) = (path, weights, nil)
            return
        }
        let run = try RunFolder.open(at: path)
        spec = run.specPath
        self.weights = best ? try run.requireBestWeights() : try weights ?? run.requireLastCheckpoint().weightsPath
        findings = try run.findings()
    }

    /// A network's parameters with these weights in them, and the classes that they were learned for.
    ///
    /// - Throws: `WeightsMismatch` where they are another network's, `NonFiniteWeights` where they are no numbers;
    ///   `SafetensorsError`, `FileError`, `OutOfMemory`.
    package func parameters(of network: Network) throws -> (ParameterStore, ClassNames?) {
        let parameters = try ParameterStore(network)
        let classes = try WeightsLoader.load(
            weights, into: parameters, optional: parameters.namesInAuxiliaries(of: network))
        if let mistake = NonFiniteWeights(parameters, from: weights) { throw mistake }
        return (parameters, classes)
    }
}
