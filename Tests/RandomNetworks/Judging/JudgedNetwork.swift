import Diagnostics
package import Networks
import Recipes
import SpecCompiler
import Training

/// A network that backends are held to each other on, from a spec.
package struct JudgedNetwork: Sendable {
    /// With a loss on each output.
    package let network: Network
    /// Pictures in a step.
    package let batch: Int

    /// - Throws: `DiagnosticsError` where the text is no right spec, or does not say how many pictures a step has.
    package init(text: String) throws {
        let result = SpecCompiler.compile(text: text)
        guard let experiment = result.experiment, let training = experiment.training else {
            throw DiagnosticsError(result.diagnostics)
        }
        network = try experiment.network.forTraining(labelSmoothing: training.labelSmoothing)
        batch = training.batch
    }
}
