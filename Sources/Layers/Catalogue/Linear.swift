import SpecSyntax
package import Tensors

/// A learned weighted sum of all numbers of the input for each output: a fully connected layer.
///
/// `output[n, o] = bias[o] + Σ_i weight[o, i] · input[n, i]`, the input flattened in row-major order.
///
/// `input: [N, C, H, W]` (or any rank) → `output: [N, outputs]`.
/// Parameters: `weight [outputs, C·H·W]`, `bias [outputs]`.
package struct Linear: Layer {
    package let outputs: Int
    package let hasBias: Bool
    package let weightInitializer: Initializer
    package let biasInitializer: Initializer

    package static let kind = LayerKind(
        "linear", help: "sums everything that arrives, with learned weights",
        aliases: ["dense", "fc", "fullyconnected", "innerproduct"]
    ) {
        fields in
        let layer = Linear(
            outputs: fields.required("outputs", .integer(1...), help: "how many sums"),
            hasBias: fields.optional("bias", .boolean, default: true, help: "whether each sum adds a learned number"),
            weightInitializer: fields.optional(
                "weight-init", .initializer, default: .uniformFanIn, help: "how the weights begin"),
            biasInitializer: fields.optional(
                "bias-init", .initializer, default: .uniformFanIn, help: "how the biases begin"))
        fields.declareSharedWeights()
        return layer
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let excess = SizeLimit.excess(
            of: "the numbers in `weight`", beyond: SizeLimit.numbers, field: "outputs", outputs,
            of: [inputs[0].elementCount])
        if let excess { throw excess }
        try weightInitializer.check("weight", [outputs, inputs[0].elementCount], field: "weight-init")
        try biasInitializer.check("bias", [outputs], field: "bias-init")
        return [outputs]
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        wanted.rank == 1 ? FieldChange("outputs", wanted[0]) : nil
    }

    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        let fanIn = inputs[0].elementCount
        let weight = ParameterSpecification(
            .weight, [outputs, fanIn], initializer: weightInitializer, fanIn: fanIn, fanOut: outputs)
        let bias = ParameterSpecification(
            .bias, [outputs], initializer: biasInitializer, fanIn: fanIn, fanOut: outputs)
        return hasBias ? [weight, bias] : [weight]
    }

    package var weighsEverything: Bool { true }

    package var channelSummand: ParameterSpecification.Name? { hasBias ? .bias : nil }

    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int {
        outputs * inputs[0].elementCount
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .biases && hasBias ? outputs : 0
    }

    package func sight(_ inputs: [Shape]) -> Sight { .everything }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [LengthRule("outputs", outputs, "\("outputs", outputs, .field("outputs"))")]
    }

    package func fusesEpilogue(_ followers: [any Layer]) -> Bool {
        followers.count == 1 && followers[0] is any ActivationLayer
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let (input, weight) = (pass.inputs[0].values, pass.parameters[0].values)
        let (pictures, length) = (pass.inputs[0].shape[0], pass.parameters[0].shape[1])
        var output = Tensor.zeros([pictures, outputs])
        for picture in 0..<pictures {
            for unit in 0..<outputs {
                var sum = hasBias ? Double(pass.parameters[1].values[unit]) : 0
                for index in 0..<length {
                    sum += Double(weight[unit * length + index]) * Double(input[picture * length + index])
                }
                output.values[picture * outputs + unit] = Float(sum)
            }
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let (input, weight) = (pass.inputs[0].values, pass.parameters[0].values)
        let (pictures, length) = (pass.inputs[0].shape[0], pass.parameters[0].shape[1])
        var inputSums = [Double](repeating: 0, count: input.count)
        var weightSums = [Double](repeating: 0, count: weight.count)
        var biasSums = [Double](repeating: 0, count: outputs)
        for picture in 0..<pictures {
            for unit in 0..<outputs {
                let gradient = Double(outputGradient.values[picture * outputs + unit])
                biasSums[unit] += gradient
                for index in 0..<length {
                    inputSums[picture * length + index] += gradient * Double(weight[unit * length + index])
                    weightSums[unit * length + index] += gradient * Double(input[picture * length + index])
                }
            }
        }
        let weightGradient = Tensor(pass.parameters[0].shape, rounding: weightSums)
        let biasGradient = Tensor([outputs], rounding: biasSums)
        return LayerGradients(
            inputs: [Tensor(pass.inputs[0].shape, rounding: inputSums)],
            parameters: hasBias ? [weightGradient, biasGradient] : [weightGradient])
    }
}
