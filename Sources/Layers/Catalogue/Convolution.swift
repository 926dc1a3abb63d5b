import SpecSyntax
package import Tensors

/// Convolution (strictly, cross-correlation) of a picture with learned filters.
///
/// `output[n, o, y, x] = bias[o] + Σ_{c, i, j} weight[o, c, i, j] · input[n, g·C/groups + c, y·s − p + i·d, x·s − p + j·d]`
/// where `g` is the group of filter `o` and what lies outside the picture counts as 0.
///
/// `input: [N, C, H, W]` → `output: [N, filters, H', W']`,
/// `H' = floor((H + 2·pad − dilation·(kernel − 1) − 1) / stride) + 1`.
/// Parameters: `weight [filters, C/groups, kernel height, kernel width]`, `bias [filters]`.
package struct Convolution: Layer {
    package let filters: Int
    package let window: Window
    package let groups: Int
    package let hasBias: Bool
    package let weightInitializer: Initializer
    package let biasInitializer: Initializer

    package static let kind = LayerKind(
        "convolution", help: "slides learned filters over the picture", aliases: ["conv", "conv2d"]
    ) { fields in
        let layer = Convolution(
            filters: fields.required("filters", .integer(1...), help: "number of filters: channels of the output"),
            window: Window(
                kernel: fields.required("kernel", .extent(1...), help: "size of the filters"),
                stride: fields.optional("stride", .extent(1...), default: Extent(1), help: "step of the filters"),
                padding: fields.optional(
                    "pad", .padding, default: .explicit(Extent(0)),
                    help: "zeros around the picture; " + Window.paddingHelp),
                dilation: fields.optional(
                    "dilation", .extent(1...), default: Extent(1), help: "distance between the filters' taps")),
            groups: fields.optional(
                "groups", .integer(1...), default: 1, help: "parts that channels and filters are split into"),
            hasBias: fields.optional(
                "bias", .boolean, default: true, help: "whether each filter adds a learned number"),
            weightInitializer: fields.optional(
                "weight-init", .initializer, default: .uniformFanIn, help: "how the weights begin"),
            biasInitializer: fields.optional(
                "bias-init", .initializer, default: .uniformFanIn, help: "how the biases begin"))
        fields.declareSharedWeights()
        return layer
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let picture = try Picture(inputs[0])
        try checkGroups(picture.channels)
        let axes = try window.axes(height: picture.height, width: picture.width)
        let (height, width) = (axes.height.output, axes.width.output)
        let taps = [picture.channels / groups, window.kernel.height, window.kernel.width]
        try weightInitializer.check(
            "weight", [filters, picture.channels / groups, window.kernel.height, window.kernel.width],
            field: "weight-init")
        try biasInitializer.check("bias", [filters], field: "bias-init")
        let excess =
            excess(of: "the numbers in `weight`", beyond: SizeLimit.numbers, perFilter: taps)
            ?? excess(of: "the numbers in the output", beyond: SizeLimit.numbers, perFilter: [height, width])
            ?? excess(of: "multiply-adds", beyond: SizeLimit.multiplyAdds, perFilter: taps + [height, width])
        if let excess { throw excess }
        return [filters, height, width]
    }

    private func checkGroups(_ channels: Int) throws(ShapeError) {
        let common = greatestCommonDivisor(channels, filters)
        let both = common == 1 ? "write `groups: 1`" : "use one of \(divisors(of: common))"
        guard channels % groups == 0 else {
            throw ShapeError(
                "`groups` must divide the channels that arrive, and \(channels) / \(groups) is not whole",
                help: common > 1
                    ? "\(both)" : "\(both), or `groups: \(channels)` and `filters: \(multiple(of: channels))`",
                blame: .field("groups"))
        }
        guard filters % groups == 0 else {
            throw ShapeError(
                "`groups` must divide `filters`, and \(filters) / \(groups) is not whole",
                help: "\(both), or write `filters: \(multiple(of: groups))`", blame: .field("groups"))
        }
    }

    /// The least multiple of a number with no fewer filters than there are.
    private func multiple(of number: Int) -> Int {
        (filters + number - 1) / number * number
    }

    private func excess(of what: String, beyond limit: Int, perFilter lengths: [Int]) -> ShapeError? {
        SizeLimit.excess(of: what, beyond: limit, field: "filters", filters, of: Shape(lengths), step: groups)
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard wanted.rank == 3, let picture = try? Picture(inputs[0]), let output = try? outputShape(inputs) else {
            return nil
        }
        if wanted.lengths.dropFirst() == output.lengths.dropFirst() {
            return wanted[0] % groups == 0 ? FieldChange("filters", wanted[0]) : nil
        }
        guard wanted[0] == filters else { return nil }
        return window.change(on: picture, toMakeHeight: wanted[1], width: wanted[2], isPooling: false)
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let area = window.kernel.height * window.kernel.width
        let fanIn = inputs[0][0] / groups * area
        let weight = ParameterSpecification(
            .weight, [filters, inputs[0][0] / groups, window.kernel.height, window.kernel.width],
            initializer: weightInitializer.inGroups(groups), fanIn: fanIn, fanOut: filters * area)
        let bias = ParameterSpecification(
            .bias, [filters], initializer: biasInitializer, fanIn: fanIn, fanOut: filters * area)
        return hasBias ? [weight, bias] : [weight]
    }

    package var channelSummand: ParameterSpecification.Name? { hasBias ? .bias : nil }

    package func ambiguousPadding(_ inputs: [Shape]) -> LayerRemark? { window.ambiguousPadding(on: inputs[0]) }

    package func unseenInput(_ inputs: [Shape]) -> LayerRemark? {
        window.unseenInput(of: inputs[0], canRoundUp: false)
    }

    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int {
        output.elementCount * (inputs[0][0] / groups) * window.kernel.height * window.kernel.width
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .biases && hasBias ? output.elementCount : 0
    }

    package func sight(_ inputs: [Shape]) -> Sight { window.sight }

    package func resolvedFields(_ inputs: [Shape]) -> [String: [Int]] { window.resolvedFields(on: inputs[0]) }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [LengthRule(.channels, filters, "\("filters", filters, .field("filters"))")] + window.lengthRules(inputs[0])
    }

    /// A batch normalisation, then an addition, then an activation; each may be missing.
    package func fusesEpilogue(_ followers: [any Layer]) -> Bool {
        var rest = followers[...]
        if let norm = rest.first as? BatchNorm, !norm.appliesReLU { rest.removeFirst() }
        if rest.first is ChannelScale { rest.removeFirst() }
        if let sum = rest.first as? Add, !sum.appliesReLU { rest.removeFirst() }
        if rest.first is any ActivationLayer { rest.removeFirst() }
        return rest.isEmpty
    }

    package func mergesHorizontally(with sibling: any Layer) -> Bool {
        guard let sibling = sibling as? Convolution else { return false }
        return window == sibling.window && groups == 1 && sibling.groups == 1 && hasBias == sibling.hasBias
    }

    private func taps(on batch: Shape) -> Taps {
        guard let axes = try? window.axes(height: batch[2], width: batch[3]) else {
            preconditionFailure("the verifier accepted a window that does not fit \(batch)")
        }
        return Taps(filters: filters, groups: groups, on: batch, axes)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let weight = pass.parameters[0].values
        let taps = taps(on: pass.inputs[0].shape)
        var sums = [Double](repeating: 0, count: taps.outputShape.elementCount)
        if hasBias {
            for index in sums.indices { sums[index] = Double(pass.parameters[1].values[taps.filter(of: index)]) }
        }
        withBuffers(&sums, pass.inputs[0].values) { sums, input in
            taps.visit { run in
                let factor = Double(weight[run.weight])
                for index in 0..<run.count {
                    sums[run.output + index] += factor * Double(input[run.input + index * run.step])
                }
            }
        }
        return Tensor(taps.outputShape, rounding: sums)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let taps = taps(on: pass.inputs[0].shape)
        var biasSums = [Double](repeating: 0, count: filters)
        for (index, gradient) in outputGradient.values.enumerated() {
            biasSums[taps.filter(of: index)] += Double(gradient)
        }
        let weightGradient = weightGradient(outputGradient, pass, taps)
        let biasGradient = Tensor([filters], rounding: biasSums)
        return LayerGradients(
            inputs: [inputGradient(outputGradient, pass, taps)],
            parameters: hasBias ? [weightGradient, biasGradient] : [weightGradient])
    }

    private func inputGradient(_ outputGradient: Tensor, _ pass: LayerPass, _ taps: Taps) -> Tensor {
        let weight = pass.parameters[0].values
        var sums = [Double](repeating: 0, count: pass.inputs[0].values.count)
        withBuffers(&sums, outputGradient.values) { sums, gradient in
            taps.visit { run in
                let factor = Double(weight[run.weight])
                for index in 0..<run.count {
                    sums[run.input + index * run.step] += factor * Double(gradient[run.output + index])
                }
            }
        }
        return Tensor(pass.inputs[0].shape, rounding: sums)
    }

    private func weightGradient(_ outputGradient: Tensor, _ pass: LayerPass, _ taps: Taps) -> Tensor {
        var sums = [Double](repeating: 0, count: pass.parameters[0].values.count)
        withBuffers(&sums, pass.inputs[0].values) { sums, input in
            outputGradient.values.withUnsafeBufferPointer { gradient in
                taps.visit { run in
                    var sum = 0.0
                    for index in 0..<run.count {
                        sum += Double(gradient[run.output + index]) * Double(input[run.input + index * run.step])
                    }
                    sums[run.weight] += sum
                }
            }
        }
        return Tensor(pass.parameters[0].shape, rounding: sums)
    }
}
