import Datasets
package import Execution
package import Layers
import Networks
package import Planning
import Recipes
package import SpecCompiler
package import Training

extension Experiment {
    /// A step of the experiment, to be timed or foretold. Where the spec does not say how it is trained, by plain
    /// gradient descent with momentum.
    ///
    /// - Parameter batch: the spec's own if nil, or the usual one of a step.
    /// - Throws: `ShapeError` when the network's output can take no loss.
    package func stepSetup(
        _ phase: Phase, batch: Int?, backend: any Backend, passes: [PlanPass]
    ) throws -> StepSetup {
        let isTraining = phase == .training
        return StepSetup(
            network: isTraining
                ? try network.forTraining(
                    labelSmoothing: training?.labelSmoothing ?? 0, classWeights: training?.classWeights ?? [])
                : network.forEvaluation,
            phase: phase, batch: batch ?? training?.batch ?? UsualBatch.step,
            optimizer: isTraining ? training?.optimizer ?? SGD(rate: 0.01, momentum: 0.9) : nil, backend: backend,
            passes: passes, batchesInStep: isTraining ? training?.accumulate ?? 1 : 1,
            averages: isTraining && training?.average != nil,
            decodingByteCount: data.map { BatchLoader.decodingByteCount($0, threads: nil) } ?? 0)
    }
}
