import Layers
import Networks
import Tensors

extension PlanPass {
    /// In training, marks results that the backward pass wants and can have again in one sweep over what is kept anyway: the
    /// pools of inception modules, whose input other branches keep.
    package static let recompute = PlanPass(
        "recompute", help: "the backward pass pools again what is kept anyway, rather than keep the pools"
    ) { plan in
        let kept = plan.inputsWantedBackward(by: { !$0.parameters.isEmpty })
        let wanted = plan.inputsWantedBackward(by: \.isProduct)
        let held = plan.inputsWantedBackward(by: { !$0.isProduct && !$0.layer.isCheapToRecompute })
        let cheap = plan.operations.filter { operation in
            operation.layer.isCheapToRecompute && plan.slices[operation.output] == nil
                && kept.isSuperset(of: operation.inputs) && wanted.contains(operation.output)
                && !held.contains(operation.output) && operation.isAsLargeAsItsInputs
        }
        return plan.with(recomputed: Set(cheap.map(\.output)).subtracting(plan.ends))
    }
}

extension PlannedOperation {
    /// To keep what is read for longer would not pay for less.
    fileprivate var isAsLargeAsItsInputs: Bool {
        outputShape.elementCount >= inputShapes.reduce(0) { $0 + $1.elementCount }
    }
}

extension ExecutionPlan {
    /// What some of the operations read again in the backward pass. Those with parameters, convolutions, linear layers and
    /// batch normalisation, read their inputs; pools remember places instead. Products ask for their inputs anew, others hold
    /// on to them.
    fileprivate func inputsWantedBackward(by isAsked: (PlannedOperation) -> Bool) -> Set<Value> {
        let steps = backward.map { operations[$0.operation] }
        let readers = steps.filter { isAsked($0) && $0.layer.backwardNeeds($0.inputShapes).inputs }
        return Set(readers.flatMap(\.inputs))
    }
}
