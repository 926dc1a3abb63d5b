import Training

/// The spec and the weights that a command's arguments name, and how a run that they name computes.
struct WeightsSource {
    let spec: String
    /// Whether the spec is that of a run, which was told of its warnings when it began.
    let isOfRun: Bool
    let weights: String
    /// Nil where the run tells nothing, or there is none.
    let findings: String?

    /// - Parameters:
    ///   - path: the folder of a run, or a spec if `weights` are given.
    ///   - best: whether the weights of a run are those of its best evaluation, and not its last.
    /// - Throws: `TrainingError` where there is no run, or it has no such weights.
    init(_ path: String, weights: String?, best: Bool) throws {
        if let weights, !RunFolder.holdsRun(path) {
            (spec, isOfRun, self.weights, findings) = (path, false, weights, nil)
            return
        }
        let run = try RunFolder.open(at: path)
        (spec, isOfRun) = (run.specPath, true)
        self.weights = best ? try run.requireBestWeights() : try weights ?? run.requireLastCheckpoint().weightsPath
        findings = try run.findings()
    }
}
