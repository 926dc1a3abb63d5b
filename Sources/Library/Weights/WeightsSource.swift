import Files
import Training

/// The spec and the weights that a command's arguments name, and how a run that they name computes.
package struct WeightsSource: Sendable {
    package enum Spec: Sendable {
        /// A path.
        case file(String)
        case packed(PackedFile)
    }

    package let spec: Spec
    package let weights: String
    /// Nil where the run tells nothing, or there is none.
    package let findings: String?
    /// The folder of the run; nil where there is none.
    package let run: String?

    /// A spec, and a file of weights for it.
    init(spec: Spec, weights: String) {
        (self.spec, self.weights, findings, run) = (spec, weights, nil, nil)
    }

    /// - Parameters:
    ///   - path: the folder of a run, a file that `PackedFile` wrote, or a spec if `weights` are given.
    ///   - best: whether the weights of a run are those of its best evaluation, and not its last.
    /// - Throws: `TrainingError` where there is no run, or it has no such weights; what `PackedFile` throws.
    package init(_ path: String, weights: String? = nil, best: Bool = false) throws {
        if PackedFile.isMeant(by: path) {
            let packed = try PackedFile(path)
            if best {
                throw TrainingError(
                    "`\(path)` has one set of weights, and `--best` chooses between those of a run",
                    help: "leave out `--best`, or give the run")
            }
            (spec, self.weights, findings, run) = (.packed(packed), weights ?? path, packed.findings, nil)
        } else if let weights, !RunFolder.holdsRun(path) {
            (spec, self.weights, findings, run) = (.file(path), weights, nil, nil)
        } else {
            let folder = try RunFolder.open(
                at: path, help: "give the folder that `train --run` wrote to, or a spec with `--weights`")
            (spec, findings, run) = (.file(folder.specPath), try folder.findings(), path)
            self.weights =
                best ? try folder.requireBestWeights() : try weights ?? folder.requireLastCheckpoint().weightsPath
        }
    }
}
