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

    package static let kind = LayerKind("convolution", help: "slides learned filters over the picture") { fields in
        Convolution(
            filters: fields.required("filters", .integer(1...), help: "number of filters: channels of the output"),
            window: Window(
                kernel: fields.required("kernel", .extent(1...), help: "size of the filters"),
                stride: fields.optional("stride", .extent(1...), default: Extent(1), help: "step of the filters"),
                padding: fields.optional(
                    "pad", .padding, default: .explicit(Extent(0)),
                    help: "zeros around the picture; `same` keeps height and width at stride 1"),
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
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let picture = try Picture(inputs[0])
        guard picture.channels % groups == 0 else {
            throw ShapeError(
                "`groups` must divide the channels that arrive, and \(picture.channels) / \(groups) is not whole",
                help: "use one of \(divisors(of: picture.channels))", field: "groups")
        }
        guard filters % groups == 0 else {
            throw ShapeError(
                "`groups` must divide `filters`, and \(filters) / \(groups) is not whole",
                help: "use one of \(divisors(of: filters))", field: "groups")
        }
        let axes = try window.axes(height: picture.height, width: picture.width)
        return [filters, axes.height.output, axes.width.output]
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let area = window.kernel.height * window.kernel.width
        let fanIn = inputs[0][0] / groups * area
        let weight = ParameterSpecification(
            .weight, [filters, inputs[0][0] / groups, window.kernel.height, window.kernel.width],
            initializer: weightInitializer, fanIn: fanIn, fanOut: filters * area)
        let bias = ParameterSpecification(
            .bias, [filters], initializer: biasInitializer, fanIn: fanIn, fanOut: filters * area)
        return hasBias ? [weight, bias] : [weight]
    }

    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int {
        output.elementCount * (inputs[0][0] / groups) * window.kernel.height * window.kernel.width
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let taps = Taps(self, on: pass.inputs[0])
        var output = Tensor.zeros(taps.outputShape)
        taps.visit { input, weight, out in
            output.values[out] += pass.inputs[0].values[input] * pass.parameters[0].values[weight]
        }
        if hasBias {
            let area = taps.outputShape[2] * taps.outputShape[3]
            for index in output.values.indices {
                output.values[index] += pass.parameters[1].values[index / area % filters]
            }
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let taps = Taps(self, on: pass.inputs[0])
        var inputGradient = Tensor.zeros(pass.inputs[0].shape)
        var weightGradient = Tensor.zeros(pass.parameters[0].shape)
        taps.visit { input, weight, out in
            inputGradient.values[input] += outputGradient.values[out] * pass.parameters[0].values[weight]
            weightGradient.values[weight] += outputGradient.values[out] * pass.inputs[0].values[input]
        }
        guard hasBias else { return LayerGradients(inputs: [inputGradient], parameters: [weightGradient]) }
        var biasGradient = Tensor.zeros([filters])
        let area = taps.outputShape[2] * taps.outputShape[3]
        for index in outputGradient.values.indices {
            biasGradient.values[index / area % filters] += outputGradient.values[index]
        }
        return LayerGradients(inputs: [inputGradient], parameters: [weightGradient, biasGradient])
    }
}

/// Every product that a convolution sums, as positions in input, weight and output.
private struct Taps {
    let layer: Convolution
    let inputShape: Shape
    let height: Window.Axis
    let width: Window.Axis

    init(_ layer: Convolution, on input: Tensor) {
        self.layer = layer
        inputShape = input.shape
        guard let axes = try? layer.window.axes(height: input.shape[2], width: input.shape[3]) else {
            preconditionFailure("the verifier accepted a window that does not fit \(input.shape)")
        }
        (height, width) = axes
    }

    var outputShape: Shape { [inputShape[0], layer.filters, height.output, width.output] }

    func visit(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
        let channels = inputShape[1] / layer.groups
        let rows = (0..<height.output).map(height.positions)
        let columns = (0..<width.output).map(width.positions)
        for picture in 0..<inputShape[0] {
            for filter in 0..<layer.filters {
                let firstChannel = filter / (layer.filters / layer.groups) * channels
                for channel in 0..<channels {
                    let inputPlane = (picture * inputShape[1] + firstChannel + channel) * height.input
                    let weightPlane = (filter * channels + channel) * height.kernel
                    let outputPlane = (picture * layer.filters + filter) * height.output
                    for y in 0..<height.output {
                        for (i, row) in rows[y] {
                            for x in 0..<width.output {
                                for (j, column) in columns[x] {
                                    body(
                                        (inputPlane + row) * width.input + column,
                                        (weightPlane + i) * width.kernel + j, (outputPlane + y) * width.output + x)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
