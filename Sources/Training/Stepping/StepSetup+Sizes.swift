import Execution
import Layers
package import Networks
import Planning
package import Recipes
import Tensors

extension StepSetup {
    /// The steps of a training made ready for every size that a batch has, before the first of them: pictures of each phase,
    /// and the last pictures of an epoch where they are a batch of their own.
    ///
    /// - Parameters:
    ///   - partial: pictures of an epoch's last batch where they do not fill it; 0 where there is none.
    /// - Throws: `InputMisfit` where the network does not allow a phase's pictures; what the backend throws.
    func compile(
        _ phases: [SizePhase], partial: Int, parameters: ParameterStore
    ) throws -> any Executable {
        let own = ExecutableBySize.Size(pictures: batch, shape: network.inputShape)
        let first = try backend.compile(plan, parameters: parameters)
        var executables = [own: first]
        for setup in [self] + (try phases.map { try onPictures(of: $0) }) {
            for pictures in [batch] + (partial > 0 ? [partial] : []) {
                let size = ExecutableBySize.Size(pictures: pictures, shape: setup.network.inputShape)
                guard executables[size] == nil else { continue }
                executables[size] = try backend.compile(
                    setup.plan(batch: pictures), parameters: parameters)
            }
        }
        return executables.count == 1 ? first : ExecutableBySize(executables, first: own)
    }

    /// The same on the pictures of a phase.
    package func onPictures(of phase: SizePhase) throws(InputMisfit) -> StepSetup {
        StepSetup(
            network: try network.onPictures(of: phase.shape(of: network.inputShape)), phase: self.phase, batch: batch,
            optimizer: optimizer, backend: backend, passes: passes, batchesInStep: batchesInStep, averages: averages)
    }
}
