import Layers
import Networks

extension PlanPass {
    /// In training, marks results that the backward pass wants and can have again in one sweep over what is kept anyway: the
    /// pools of inception modules, whose input other branches keep.
    package static let recompute = PlanPass(
        "recompute", help: "the backward pass pools again what is kept anyway, rather than keep the pools"
    ) { plan in
        let kept = plan.keptForBackward
        let cheap = plan.operations.filter { operation in
            operation.layer.isCheapToRecompute && plan.slices[operation.output] == nil
                && kept.isSuperset(of: operation.inputs + [operation.output])
        }
        return plan.with(recomputed: Set(cheap.map(\.output)).subtracting(plan.ends))
    }
}

extension ExecutionPlan {
    /// What convolutions, linear layers and batch normalisation read again in the backward pass. Pools are not asked: they
    /// remember places instead.
    fileprivate var keptForBackward: Set<Value> {
        let steps = backward.map { operations[$0.operation] }
        let readers = steps.filter { !$0.parameters.isEmpty && $0.layer.backwardNeeds($0.inputShapes).inputs }
        return Set(readers.flatMap(\.inputs))
    }
}
