import Diagnostics
import SpecSyntax
package import Tensors

/// Multiplies each channel by a learned number and adds another.
///
/// `output[n, c, y, x] = scale[c] · input[n, c, y, x] + shift[c]`, a missing scale being 1 and a missing shift 0.
///
/// `input: [N, C, H, W]` or `[N, C]` → `output`: the same shape. Parameters: `scale [C]` and `shift [C]` where they are on.
/// Caffe's `Scale`, and with `scale: false` its `Bias`; what its `BatchNorm` leaves to them.
package struct ChannelScale: Layer {
    package let hasScale: Bool
    package let hasShift: Bool
    package let scaleInitializer: Initializer
    package let shiftInitializer: Initializer

    package static let kind = LayerKind(
        "scale", help: "multiplies each channel by a learned number", aliases: ["affine"], relatives: ["bias"]
    ) { fields in
        let hasScale = fields.optional(
            "scale", .boolean, default: true, help: "whether each channel learns a factor")
        let hasShift = fields.optional(
            "shift", .boolean, default: false, help: "whether each channel learns a summand")
        if !fields.failed, !hasScale, !hasShift {
            fields.report(
                Diagnostic(
                    .contradiction, "`scale` must have a factor or a summand, and both are off",
                    at: fields.span(of: "scale"), help: "write `shift: true`, or remove the layer"))
        }
        let layer = ChannelScale(
            hasScale: hasScale, hasShift: hasShift,
            scaleInitializer: fields.optional(
                "scale-init", .initializer, default: .constant(1), help: "how the factors begin"),
            shiftInitializer: fields.optional(
                "shift-init", .initializer, default: .constant(0), help: "how the summands begin"))
        fields.declareSharedWeights()
        return layer
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try inputs[0].requireChannels()
        try scaleInitializer.check("scale", [inputs[0][0]], field: "scale-init")
        try shiftInitializer.check("shift", [inputs[0][0]], field: "shift-init")
        return inputs[0]
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let shape: Shape = [inputs[0][0]]
        return (hasScale ? [ParameterSpecification(.scale, shape, initializer: scaleInitializer)] : [])
            + (hasShift ? [ParameterSpecification(.shift, shape, initializer: shiftInitializer)] : [])
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .batchNorm ? output.elementCount.saturatingTimes((hasScale ? 1 : 0) + (hasShift ? 1 : 0)) : 0
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { hasScale ? .inputs : .nothing }

    package var channelSummand: ParameterSpecification.Name? { hasShift ? .shift : nil }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        var output = pass.inputs[0]
        let planes = Planes(output.shape)
        for channel in 0..<planes.channels {
            let scale = hasScale ? Double(pass.parameters[0].values[channel]) : 1
            let shift = hasShift ? Double(pass.parameters[hasScale ? 1 : 0].values[channel]) : 0
            planes.visit(channel: channel) { output.values[$0] = Float(Double(output.values[$0]) * scale + shift) }
        }
        return output
    }

    /// `dinput = scale · dy`, `dscale = Σ dy · input`, `dshift = Σ dy`
    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let input = pass.inputs[0].values
        let planes = Planes(pass.inputs[0].shape)
        var inputGradient = outputGradient
        var scaleGradient = Tensor.zeros([planes.channels])
        var shiftGradient = Tensor.zeros([planes.channels])
        for channel in 0..<planes.channels {
            let scale = hasScale ? pass.parameters[0].values[channel] : 1
            var (scaleSum, shiftSum) = (0.0, 0.0)
            planes.visit(channel: channel) { place in
                let gradient = Double(outputGradient.values[place])
                scaleSum += gradient * Double(input[place])
                shiftSum += gradient
                inputGradient.values[place] *= scale
            }
            scaleGradient.values[channel] = Float(scaleSum)
            shiftGradient.values[channel] = Float(shiftSum)
        }
        return LayerGradients(
            inputs: [inputGradient], parameters: (hasScale ? [scaleGradient] : []) + (hasShift ? [shiftGradient] : []))
    }

    /// A convolution in groups of one channel that does the same, with the scales as weights and the shifts as biases; nil for
    /// rows of numbers, and where there are no scales.
    package func depthwise(on input: Shape) -> Convolution? {
        guard hasScale, input.rank == 3 else { return nil }
        return Convolution(
            filters: input[0], window: Window(kernel: Extent(1)), groups: input[0], hasBias: hasShift,
            weightInitializer: scaleInitializer, biasInitializer: shiftInitializer)
    }
}
