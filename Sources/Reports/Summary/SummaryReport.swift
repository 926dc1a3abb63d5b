package import Diagnostics
package import Layers
package import Networks
package import Planning
import Recipes
package import SpecCompiler
import SpecModules
import SpecSyntax

/// What a spec costs, ready to be written in any format.
package struct SummaryReport: Sendable {
    /// How much is listed.
    package enum Detail: Hashable, Sendable {
        /// Uses of modules, with what they are made of to this depth: 0 nothing, 1 the network's own list.
        case depth(Int)
        /// Every layer.
        case flat
    }

    package struct Options: Sendable {
        /// Training also counts what only training computes.
        package let phase: Phase
        /// Pictures in a batch, for the memory; nil for one in evaluation and the spec's own in training.
        package let batch: Int?
        /// The groups of operations that count beside the multiply-adds.
        package let groups: Set<OperationGroup>
        package let detail: Detail

        package init(
            phase: Phase = .evaluation, batch: Int? = nil, groups: Set<OperationGroup> = [], detail: Detail = .depth(1)
        ) {
            self.phase = phase
            self.batch = batch
            self.groups = groups
            self.detail = detail
        }
    }

    package let summary: Summary
    package let memory: MemoryEstimate
    let detail: Detail
    /// What the optimiser remembers of each number: `velocity`; nil where the spec does not say how it is trained.
    let optimizerState: [String]?
    /// The arguments of each use of a module, in the order of the network's modules.
    let arguments: [[(name: String, value: String)]]

    /// - Throws: `DiagnosticsError` when training is asked for and the network's output can take no loss.
    package init(_ experiment: Experiment, _ options: Options) throws(DiagnosticsError) {
        let training = experiment.training
        summary = Summary(experiment.network, phase: options.phase, counting: options.groups)
        memory =
            switch options.phase {
            case .evaluation: MemoryEstimate(evaluating: experiment, batch: options.batch, cost: summary.total)
            case .training: try MemoryEstimate(training: experiment, batch: options.batch, cost: summary.total)
            }
        detail = options.detail
        optimizerState = training?.optimizer.stateNames
        arguments = experiment.network.modules.map { module in
            module.origin.arguments.map { ($0.key, $0.value.description) }
        }
    }

    /// The layers and uses of modules that are listed.
    package var rows: [Summary.Row] {
        switch detail {
        case .flat: summary.layers
        case .depth(let depth): summary.rows(toDepth: depth)
        }
    }

    /// The groups of operations that count, in the order of their declaration.
    var groups: [OperationGroup] { OperationGroup.allCases.filter(summary.groups.contains) }
}
