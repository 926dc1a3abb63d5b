package import SpecSyntax
package import Tensors

/// Convolution the other way round: spreads every number of the input over a window of the output, weighed by learned filters.
///
/// `output[n, o, y, x] = bias[o] + Σ weight[c, o′, i, j] · input[n, c, y′, x′]` over all `c` of the group of `o`, its filter `o′`
/// in that group, and all taps with `y = y′·s − p + i·d` and `x = x′·s − p + j·d`: the gradient that a convolution of the
/// output with these weights would give its input.
///
/// `input: [N, C, H, W]` → `output: [N, filters, H', W']`,
/// `H' = (H − 1)·stride − pad before − pad after + dilation·(kernel − 1) + 1 + output-pad`.
/// Parameters: `weight [C, filters/groups, kernel height, kernel width]`, `bias [filters]`. PyTorch's `ConvTranspose2d`, Caffe's
/// `Deconvolution`.
package struct TransposedConvolution: Layer {
    package let filters: Int
    /// Its padding is what is cut off the output.
    package let window: Window
    package let outputPad: Extent
    package let groups: Int
    package let hasBias: Bool
    package let weightInitializer: Initializer
    package let biasInitializer: Initializer

    package static let kind = LayerKind(
        "transposed-convolution", help: "spreads the picture by learned filters, larger by the stride",
        aliases: ["deconvolution", "deconv", "convtranspose", "convtranspose2d", "conv2dtranspose"]
    ) { fields in
        let layer = TransposedConvolution(
            filters: fields.required("filters", .integer(1...), help: "number of filters: channels of the output"),
            window: Window(
                kernel: fields.required("kernel", .extent(1...), help: "size of the filters"),
                stride: fields.optional(
                    "stride", .extent(1...), default: Extent(1), help: "distance of the windows in the output"),
                padding: fields.optional(
                    "pad", .explicitPadding, default: .explicit(Extent(0)),
                    help: "what is cut off the output's border, or `{before, after}`"),
                dilation: fields.optional(
                    "dilation", .extent(1...), default: Extent(1), help: "distance between the filters' taps")),
            outputPad: fields.optional(
                "output-pad", .extent(0...), default: Extent(0),
                help: "rows below and columns to the right that are added; less than the stride or the dilation"),
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
        guard picture.channels % groups == 0, filters % groups == 0 else {
            let common = greatestCommonDivisor(picture.channels, filters)
            throw ShapeError(
                "`groups` must divide the \(picture.channels) channels that arrive and `filters`, \(filters), found `\(groups)`",
                help: common == 1 ? "write `groups: 1`" : "use one of \(divisors(of: common))", blame: .field("groups"))
        }
        try checkOutputPad()
        let axes = axes(on: picture)
        guard axes.height.input > 0, axes.width.input > 0 else { throw nothingLeft(axes) }
        let taps = [filters / groups, window.kernel.height, window.kernel.width]
        try weightInitializer.check("weight", Shape([picture.channels] + taps), field: "weight-init")
        try biasInitializer.check("bias", [filters], field: "bias-init")
        let area = [axes.height.input, axes.width.input]
        let excess =
            excess(
                of: "the numbers in `weight`", beyond: SizeLimit.numbers, [picture.channels / groups] + taps.dropFirst()
            )
            ?? excess(of: "the numbers in the output", beyond: SizeLimit.numbers, area)
            ?? excess(
                of: "multiply-adds", beyond: SizeLimit.multiplyAdds,
                [picture.channels / groups] + taps.dropFirst() + [picture.height, picture.width])
        if let excess { throw excess }
        return [filters, axes.height.input, axes.width.input]
    }

    private func checkOutputPad() throws(ShapeError) {
        let most = Extent(
            height: max(window.stride.height, window.dilation.height) - 1,
            width: max(window.stride.width, window.dilation.width) - 1)
        guard outputPad.height <= most.height, outputPad.width <= most.width else {
            throw ShapeError(
                "`output-pad` must be less than the stride or the dilation, at most \(most), found \(outputPad)",
                help: "use at most \(most)", blame: .field("output-pad"))
        }
    }

    private func excess(of what: String, beyond limit: Int, _ lengths: [Int]) -> ShapeError? {
        SizeLimit.excess(of: what, beyond: limit, field: "filters", filters, of: Shape(lengths), step: groups)
    }

    private func nothingLeft(_ axes: (height: Window.Axis, width: Window.Axis)) -> ShapeError {
        let isHigh = axes.height.input <= 0
        let axis = isHigh ? PictureAxis.height : .width
        let length = isHigh ? axes.height.input : axes.width.input
        return ShapeError(
            "the \(axis.name) of the output must be at least 1, and `pad` of \(window.padding) leaves \(signed(length))",
            formula:
                "\(axis.name) = \(rule(axis, isHigh ? axes.height : axes.width).formula.numbers) = \(signed(length))",
            help: "use a smaller pad, or a larger kernel", blame: .field("pad"))
    }

    /// The window on the output, which gives the input back; the output may be empty.
    package func axes(height: Int, width: Int) -> (height: Window.Axis, width: Window.Axis) {
        (axis(height, \.height), axis(width, \.width))
    }

    private func axes(on picture: Picture) -> (height: Window.Axis, width: Window.Axis) {
        axes(height: picture.height, width: picture.width)
    }

    private func axis(_ input: Int, _ side: KeyPath<Extent, Int>) -> Window.Axis {
        let (kernel, stride) = (window.kernel[keyPath: side], window.stride[keyPath: side])
        let dilation = window.dilation[keyPath: side]
        let sides = window.sides(input, side)
        let output = (input - 1) * stride - sides.total + dilation * (kernel - 1) + 1 + outputPad[keyPath: side]
        return Window.Axis(
            input: output, kernel: kernel, stride: stride, dilation: dilation, padBefore: sides.before,
            padAfter: sides.after, output: input)
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let area = window.kernel.area
        let fanIn = filters / groups * area
        let fanOut = inputs[0][0] * area
        let weight = ParameterSpecification(
            .weight, [inputs[0][0], filters / groups, window.kernel.height, window.kernel.width],
            initializer: weightInitializer.inGroups(groups), fanIn: fanIn, fanOut: fanOut)
        let bias = ParameterSpecification(
            .bias, [filters], initializer: biasInitializer, fanIn: fanIn, fanOut: fanOut)
        return hasBias ? [weight, bias] : [weight]
    }

    package var channelSummand: ParameterSpecification.Name? { hasBias ? .bias : nil }

    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int {
        inputs[0].elementCount * (filters / groups) * window.kernel.area
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .biases && hasBias ? output.elementCount : 0
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard let output = try? outputShape(inputs), wanted.rank == 3, wanted[0] % groups == 0,
            wanted.lengths.dropFirst() == output.lengths.dropFirst()
        else { return nil }
        return FieldChange("filters", wanted[0])
    }

    package func sight(_ inputs: [Shape]) -> Sight {
        func reach(_ axis: Window.Axis) -> Int {
            // Taps that meet the same places of the output are a whole number of strides apart.
            var taps: [Int: (first: Int, last: Int)] = [:]
            for tap in 0..<axis.kernel {
                let rest = tap * axis.dilation % axis.stride
                taps[rest] = (taps[rest]?.first ?? tap, tap)
            }
            return taps.values.map { ($0.last - $0.first) * axis.dilation / axis.stride + 1 }.max() ?? 1
        }
        let axes = axes(height: inputs[0][1], width: inputs[0][2])
        return .finer(reach: Extent(height: reach(axes.height), width: reach(axes.width)), scale: window.stride)
    }

    package func resolvedFields(_ inputs: [Shape]) -> [String: [Int]] {
        ["pad": Window.pad(axes(height: inputs[0][1], width: inputs[0][2]))]
    }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        let axes = axes(height: inputs[0][1], width: inputs[0][2])
        return [
            LengthRule(.channels, filters, "\("filters", filters, .field("filters"))"), rule(.height, axes.height),
            rule(.width, axes.width),
        ]
    }

    private func rule(_ name: PictureAxis, _ axis: Window.Axis) -> LengthRule {
        let side: KeyPath<Extent, Int> = name == .height ? \.height : \.width
        let length: Formula = "\(name.name, axis.output, .input(0))"
        let pads: Formula =
            axis.padBefore == axis.padAfter
            ? "2·\("pad", axis.padBefore, .field("pad"))"
            : "\("pad before", axis.padBefore, .field("pad")) − \("pad after", axis.padAfter, .field("pad"))"
        let kernel: Formula = "\("kernel", axis.kernel, .field("kernel"))"
        let reach: Formula =
            axis.dilation == 1
            ? kernel : "\("dilation", axis.dilation, .field("dilation"))·(\(kernel) − 1) + 1"
        let more: Formula =
            outputPad[keyPath: side] == 0
            ? "" : " + \("output-pad", outputPad[keyPath: side], .field("output-pad"))"
        return LengthRule(
            name, axis.input, "(\(length) − 1)·\("stride", axis.stride, .field("stride")) − \(pads) + \(reach)\(more)")
    }

    /// Every product, as a convolution of the output that gives the input.
    private func taps(on batch: Shape) -> Taps {
        let axes = axes(height: batch[2], width: batch[3])
        return Taps(
            filters: batch[1], groups: groups, on: [batch[0], filters, axes.height.input, axes.width.input], axes)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let weight = pass.parameters[0].values
        let taps = taps(on: pass.inputs[0].shape)
        let shape = taps.inputShape
        let area = shape[2] * shape[3]
        var sums = [Double](repeating: 0, count: shape.elementCount)
        if hasBias {
            for index in sums.indices { sums[index] = Double(pass.parameters[1].values[index / area % filters]) }
        }
        withBuffers(&sums, pass.inputs[0].values) { sums, input in
            taps.visit { run in
                let factor = Double(weight[run.weight])
                for index in 0..<run.count {
                    sums[run.input + index * run.step] += factor * Double(input[run.output + index])
                }
            }
        }
        return Tensor(shape, rounding: sums)
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let taps = taps(on: pass.inputs[0].shape)
        let (input, weight) = (pass.inputs[0], pass.parameters[0])
        var inputSums = [Double](repeating: 0, count: input.values.count)
        var weightSums = [Double](repeating: 0, count: weight.values.count)
        var biasSums = [Double](repeating: 0, count: filters)
        let area = outputGradient.shape[2] * outputGradient.shape[3]
        for (index, gradient) in outputGradient.values.enumerated() {
            biasSums[index / area % filters] += Double(gradient)
        }
        withBuffers(&inputSums, outputGradient.values) { sums, gradient in
            taps.visit { run in
                let factor = Double(weight.values[run.weight])
                var sum = 0.0
                for index in 0..<run.count {
                    let arriving = Double(gradient[run.input + index * run.step])
                    sums[run.output + index] += factor * arriving
                    sum += arriving * Double(input.values[run.output + index])
                }
                weightSums[run.weight] += sum
            }
        }
        let weightGradient = Tensor(weight.shape, rounding: weightSums)
        return LayerGradients(
            inputs: [Tensor(input.shape, rounding: inputSums)],
            parameters: hasBias ? [weightGradient, Tensor([filters], rounding: biasSums)] : [weightGradient])
    }
}
