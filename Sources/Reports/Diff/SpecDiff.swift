import Diagnostics
import Layers
import Networks
import Planning
package import SpecCompiler
import SpecSyntax

/// What differs between two specs: their networks step by step and layer by layer, what they cost, which weights of the
/// first the second could take over, and their other sections.
package struct SpecDiff: Sendable {
    /// One of the two.
    struct Side: Sendable {
        let file: String
        /// The changes of `--set`, as they were given.
        let overrides: [String]
        let name: String
        /// As it is used, for one picture.
        let cost: Cost
        let evaluation: MemoryEstimate
        /// Nil where the network's output can take no loss.
        let training: MemoryEstimate?
    }

    let before: Side
    let after: Side
    /// How far modules are opened in `steps`: 1 for the network's own list.
    let depth: Int
    let steps: [StepChange]
    let layers: [LayerChange]
    let weights: WeightsComparison
    let settings: [SettingChange]

    /// - Parameters:
    ///   - batch: pictures in a batch, for the memory; nil for one in evaluation and each spec's own in training.
    ///   - depth: how far modules are opened: 1 for the network's own list.
    ///   - overrides: the changes by which the second spec came about.
    package init(
        from old: Experiment, to new: Experiment, batch: Int? = nil, depth: Int = 1, overrides: [String] = []
    ) {
        before = Side(old, batch: batch, overrides: [])
        after = Side(new, batch: batch, overrides: overrides)
        let matching = LayerMatching(old.network, new.network)
        layers = LayerChange.all(from: old, to: new, matching)
        self.depth = depth
        steps = StepChange.all(from: old, to: new, matching, layers, depth: depth)
        weights = WeightsComparison(old.network, new.network, matching)
        settings = new.settingDifferences(from: old).map { difference in
            SettingChange(
                name: difference.path, before: difference.before.value?.description,
                after: difference.after.value?.description)
        }
    }

    package var isEmpty: Bool { steps.isEmpty && layers.isEmpty && settings.isEmpty }
}

extension SpecDiff.Side {
    fileprivate init(_ experiment: Experiment, batch: Int?, overrides: [String]) {
        file = experiment.file.path
        self.overrides = overrides
        name = experiment.network.name
        cost = Summary(experiment.network).total
        evaluation = MemoryEstimate(evaluating: experiment, batch: batch, cost: cost)
        training = try? MemoryEstimate(
            training: experiment, batch: batch, cost: Summary(experiment.network, phase: .training).total)
    }
}
