import Layers
import Networks

extension PlanPass {
    /// In training, marks results that the backward pass wants and can have again in one sweep over what is kept anyway: the
    /// pools of inception modules, whose input other branches keep.
    package static let recompute = PlanPass(
        "recompute", help: "the backward pass pools again what is kept anyway, rather than keep the pools"
    ) { plan in
        let kept = plan.inputsWantedBackward(by: { !$0.parameters.isEmpty })
        let wanted = plan.inputsWantedBackward(by: \.isProduct)
        let held = plan.inputsWantedBackward(by: { !$0.isProduct })
        let cheap = plan.operations.filter { operation in
            operation.layer.isCheapToRecompute && plan.slices[operation.output] == nil
                && kept.isSuperset(of: operation.inputs) && wanted.contains(operation.output)
                && !held.contains(operation.output)
        }
        return plan.with(recomputed: Set(cheap.map(\.output)).subtracting(plan.ends))
    }
}

extension ExecutionPlan {
    /// What some of the operations read again in the backward pass. Convolutions, linear layers and batch normalisation read
    /// their inputs, and so have parameters; pools remember places. Products ask for their inputs anew; others hold on to
    /// them.
    fileprivate func inputsWantedBackward(by isAsked: (PlannedOperation) -> Bool) -> Set<Value> {
        let steps = backward.map { operations[$0.operation] }
        let readers = steps.filter { isAsked($0) && $0.layer.backwardNeeds($0.inputShapes).inputs }
        return Set(readers.flatMap(\.inputs))
    }
}
