import Layers
import Networks
import Planning
import SpecSyntax
import Tensors

/// Convolution in the layouts that the library chooses: one layer, or several that read the same value as one, whose
/// filters stand one after the other and whose outputs are slices of one tensor.
final class ConvolutionKernel: Kernel {
    struct Part {
        let operation: PlannedOperation
        let firstChannel: Int

        /// `[N, filters, H', W']`
        func shape(batch: Int) -> [Int] { operation.outputLengths(batch: batch) }
    }

    let parts: [Part]
    private let input: Value
    let node: Int
    private let window: SlidingWindow
    /// `[O, C, h, w]`, or `[G, O / G, C / G, h, w]`: the parameters' numbers in their order.
    let weightLengths: [Int]
    let hasBias: Bool
    let followers: ConvolutionFollowers
    private var primitive: Primitive?
    /// All parts' outputs, and then their gradients.
    private var output: PlacedTensor?
    private var gradient: (tensor: PlacedTensor, isInPlaceOfOutput: Bool)?
    /// The gradient in a wider type, for both of the products that read it.
    private var wideGradient: PlacedTensor?
    /// The weights in wider groups.
    var widened: PlacedTensor?

    /// - Parameters:
    ///   - members: layers of which each `mergesHorizontally` with the others, their parameters one after the other.
    ///   - weights: the lengths of the weights, where the operation is another layer that a convolution computes.
    init?(_ members: [(layer: Convolution, operation: PlannedOperation)], weights: [Int]? = nil) {
        let (layer, operation) = members[0]
        let picture = operation.inputShapes[0]
        guard let axes = try? layer.window.axes(height: picture[1], width: picture[2]) else { return nil }
        var filters = 0
        parts = members.map { member in
            defer { filters += member.layer.filters }
            return Part(operation: member.operation, firstChannel: filters)
        }
        (input, node) = (operation.inputs[0], operation.node)
        window = SlidingWindow(axes)
        let rest = operation.parameters[0].shape.lengths.dropFirst()
        weightLengths =
            weights ?? (layer.groups == 1 ? [filters] + rest : [layer.groups, filters / layer.groups] + rest)
        hasBias = layer.hasBias
        followers = ConvolutionFollowers(members.map(\.operation))
    }

    var filters: Int { parts.reduce(0) { $0 + $1.operation.outputShape[0] } }

    func problem(_ builder: ProgramBuilder) -> ConvolutionProblem {
        let operation = parts[0].operation
        let output = operation.outputLengths(batch: builder.plan.batch)
        return ConvolutionProblem(
            source: operation.inputLengths(0, batch: builder.plan.batch), weights: weightLengths,
            destination: [output[0], filters] + output.dropFirst(2), hasBias: hasBias || !followers.norms.isEmpty,
            window: window,
            element: builder.recorder.element, post: followers.post, phase: builder.plan.phase)
    }

    private func multiplyAdds(_ builder: ProgramBuilder) -> Int {
        parts.reduce(0) { sum, part in
            let (inputs, output) = (part.operation.inputShapes, part.operation.outputShape)
            return sum + part.operation.layer.multiplyAdds(inputs, output: output) * builder.plan.batch
        }
    }

    func forward(_ builder: ProgramBuilder) throws {
        let chosen = try builder.convolution(problem(builder), .forward)
        let primitive = chosen.primitive
        var arguments = try followers.norms.isEmpty ? learned(primitive, builder) : folded(primitive, builder)
        arguments[.source] = try builder.recorder.tensor(
            builder.values.tensor(of: input), inTypeOf: primitive.required(.source))
        let made = try destination(primitive.required(.destination), builder)
        arguments[.destination] = made
        try append(chosen, arguments, builder)
        let output = try sliceable(narrowed(made, builder), builder)
        self.primitive = primitive
        self.output = output
        for part in parts {
            builder.values.set(part.operation.output, to: try slice(part, of: output, builder))
            guard parts.count > 1 else { continue }
            builder.gradients.prefer(
                { [unowned builder] overwrites in
                    try self.gradientPlace(of: part, overwritesValue: overwrites, builder)
                }, for: part.operation.output)
        }
    }

    /// Where the result goes: to the place of the summand, which it is added to, or to a new tensor.
    private func destination(_ descriptor: MemoryDescriptor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        guard let value = followers.summand else { return builder.recorder.tensor(descriptor) }
        let summand = try builder.values.tensor(of: value)
        // A copy in this layout may serve others too.
        if summand.descriptor == descriptor, builder.values.mayOverwrite(value, by: parts[0].operation) {
            return builder.recorder.overwriting(summand)
        }
        let copy = builder.recorder.tensor(descriptor)
        try builder.recorder.reorder(summand, to: copy)
        return builder.recorder.overwriting(copy)
    }

    /// The result in the type that the plan computes with, at its place in a concatenation if it has one.
    private func narrowed(_ made: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        guard builder.recorder.isWide(made.descriptor) else { return made }
        let descriptor = try builder.recorder.narrow(made.descriptor)
        let output =
            parts.count == 1
            ? try builder.values.destination(for: parts[0].operation.output, descriptor)
            : builder.recorder.tensor(descriptor)
        try builder.recorder.reorder(made, to: output)
        return output
    }

    /// The result, or its row-major copy where the library's layout has blocks that do not end with the parts.
    private func sliceable(_ made: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        let canBeCut = try parts.allSatisfy { try cut($0, from: made, builder) != nil }
        return canBeCut
            ? made
            : try builder.recorder.tensor(
                made, as: MemoryDescriptor(made.descriptor.shape, type: builder.recorder.element))
    }

    private func cut(_ part: Part, from tensor: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor? {
        guard parts.count > 1 else { return tensor }
        return try builder.recorder.part(part.shape(batch: builder.plan.batch), of: tensor, at: part.firstChannel)
    }

    /// A part of the outputs or of their gradients, which lie as the outputs do.
    private func slice(_ part: Part, of tensor: PlacedTensor, _ builder: ProgramBuilder) throws -> PlacedTensor {
        guard let slice = try cut(part, from: tensor, builder) else {
            preconditionFailure("outputs that cannot be cut were copied")
        }
        return slice
    }

    func backward(_ steps: [BackwardStep], _ builder: ProgramBuilder) throws {
        guard let hint = primitive, let first = steps.first else { return }
        let gradient = parts.count > 1 ? try collectGradients(steps, builder) : nil
        wideGradient = nil
        let problem = problem(builder)
        let weights = try builder.convolution(problem, .backwardWeights, hint: hint)
        try backwardWeights(weights, gradient, builder)
        guard first.wantsInputGradient[0] else { return }
        let data = try builder.convolution(problem, .backwardData, hint: hint)
        try backwardData(data, gradient, builder)
    }

    /// - Parameter gradient: of all parts; nil for that of the one part's value.
    private func destinationGradient(
        for primitive: Primitive, _ gradient: PlacedTensor?, _ builder: ProgramBuilder
    ) throws -> PlacedTensor {
        let descriptor = try primitive.required(.destinationGradient)
        if let wideGradient, wideGradient.descriptor == descriptor { return wideGradient }
        let found = try gradient ?? builder.gradients.total(of: parts[0].operation.output)
        let tensor = try builder.recorder.tensor(found, inTypeOf: descriptor)
        if builder.recorder.isWide(descriptor) { wideGradient = tensor }
        return tensor
    }

    private func append(
        _ chosen: ChosenConvolution, _ arguments: [PrimitiveArgument: PlacedTensor], _ builder: ProgramBuilder
    ) throws {
        try builder.recorder.append(
            chosen.primitive, arguments, multiplyAdds: multiplyAdds(builder), expectedSeconds: chosen.seconds)
    }

    private func backwardWeights(
        _ chosen: ChosenConvolution, _ gradient: PlacedTensor?, _ builder: ProgramBuilder
    ) throws {
        let primitive = chosen.primitive
        let kept = try builder.weights.gradient(node, 0, shape: weightLengths)
        let descriptor = try primitive.required(.weightsGradient)
        let made = descriptor == kept.descriptor ? kept : builder.recorder.tensor(descriptor)
        var arguments: [PrimitiveArgument: PlacedTensor] = [
            .source: try builder.recorder.tensor(
                builder.values.tensor(of: input), inTypeOf: primitive.required(.source)),
            .destinationGradient: try destinationGradient(for: primitive, gradient, builder),
            .weightsGradient: made,
        ]
        if hasBias { arguments[.biasGradient] = try builder.weights.gradient(node, 1, shape: [filters]) }
        try append(chosen, arguments, builder)
        try keep(made, as: kept, builder)
    }

    private func backwardData(
        _ chosen: ChosenConvolution, _ gradient: PlacedTensor?, _ builder: ProgramBuilder
    ) throws {
        let primitive = chosen.primitive
        let sourceGradient = builder.recorder.tensor(try primitive.required(.sourceGradient))
        try append(
            chosen,
            [
                .destinationGradient: try destinationGradient(for: primitive, gradient, builder),
                .weights: try weights(
                    builder.weights.parameter(node, 0, shape: weightLengths), of: [node], for: primitive, builder),
                .sourceGradient: sourceGradient,
            ], builder)
        guard builder.recorder.isWide(sourceGradient.descriptor) else {
            return builder.gradients.contribute(sourceGradient, to: input)
        }
        let narrow = builder.recorder.tensor(try builder.recorder.narrow(sourceGradient.descriptor))
        try builder.recorder.reorder(sourceGradient, to: narrow)
        builder.gradients.contribute(narrow, to: input)
    }
}

// The gradients of several parts, as one tensor.
extension ConvolutionKernel {
    /// A slice of the tensor that all parts' gradients lie in: the outputs' own place, if all of them may go.
    private func gradientPlace(
        of part: Part, overwritesValue: Bool, _ builder: ProgramBuilder
    ) throws -> PlacedTensor? {
        guard let output else { return nil }
        if gradient == nil, overwritesValue, parts.allSatisfy({ builder.values.isOverwritable($0.operation.output) }) {
            gradient = (builder.recorder.overwriting(output), true)
        }
        let whole = gradient ?? (builder.recorder.tensor(output.descriptor), false)
        gradient = whole
        if whole.isInPlaceOfOutput, !overwritesValue { return nil }
        return try slice(part, of: whole.tensor, builder)
    }

    /// The gradients of all parts; those that lie elsewhere are copied, those that are not there are 0.
    private func collectGradients(_ steps: [BackwardStep], _ builder: ProgramBuilder) throws -> PlacedTensor? {
        guard let output else { return nil }
        let whole = gradient?.tensor ?? builder.recorder.tensor(output.descriptor)
        for part in parts {
            let place = try slice(part, of: whole, builder)
            guard builder.gradients.hasAny(for: part.operation.output) else {
                builder.recorder.clear(place)
                continue
            }
            let found = try builder.gradients.total(of: part.operation.output)
            if found.place != place.place || found.descriptor != place.descriptor {
                try builder.recorder.reorder(found, to: place)
            }
        }
        return whole
    }
}
