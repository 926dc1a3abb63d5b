import Layers
import Planning

/// One or two steps on each number, in the layout of the input, in its place if nothing else wants it.
///
/// The backward pass reads what the last step made, where every step before is a line, or what the one step read.
final class ElementwiseKernel: SingleKernel {
    let operation: PlannedOperation
    private let steps: [Elementwise]
    private var trained: (primitives: [Primitive], kept: PlacedTensor)?

    /// Nil for a layer that is no activation.
    init?(_ operation: PlannedOperation) {
        steps = ActivationCatalogue.steps(of: operation.layer)
        self.operation = operation
        guard !steps.isEmpty else { return nil }
    }

    private var readsOutputBackward: Bool { steps[steps.count - 1].readsDestinationBackward }

    func output(_ builder: ProgramBuilder) throws -> PlacedTensor {
        let recorder = builder.recorder
        let isTraining = builder.plan.phase == .training
        let source = try builder.values.denseTensor(of: operation.inputs[0])
        let primitives = try steps.map {
            try Primitive.elementwiseForward(
                engine: recorder.engine, direction: builder.plan.phase.direction, $0, data: source.descriptor)
        }
        var output = source
        for (number, primitive) in primitives.enumerated() {
            let from = output
            let overwrites = number > 0 || mayOverwrite(source, builder)
            output = overwrites ? recorder.overwriting(from) : recorder.tensor(from.descriptor)
            try recorder.append(primitive, [.source: from, .destination: output])
        }
        if isTraining {
            trained = (primitives, readsOutputBackward ? output : source)
            if readsOutputBackward { builder.values.keepForMaker(operation.output) }
        }
        return output
    }

    private func mayOverwrite(_ source: PlacedTensor, _ builder: ProgramBuilder) -> Bool {
        if builder.plan.phase == .training, !readsOutputBackward { return false }
        return builder.plan.slices[operation.output] == nil
            && builder.values.isOriginal(source, of: operation.inputs[0])
            && builder.values.mayOverwrite(operation.inputs[0], by: operation)
    }

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws {
        guard let trained, step.wantsInputGradient[0] else { return }
        let recorder = builder.recorder
        let kept = trained.kept
        var gradient = try builder.gradients.total(of: operation.output, as: kept.descriptor)
        for (step, hint) in zip(steps, trained.primitives).reversed() {
            let primitive = try Primitive.elementwiseBackward(
                engine: recorder.engine, step, dataGradient: kept.descriptor, data: kept.descriptor, hint: hint)
            let result = recorder.tensor(kept.descriptor)
            let argument: PrimitiveArgument = step.readsDestinationBackward ? .destination : .source
            try recorder.append(
                primitive, [argument: kept, .destinationGradient: gradient, .sourceGradient: result])
            gradient = result
        }
        builder.gradients.contribute(gradient, to: operation.inputs[0])
    }
}
