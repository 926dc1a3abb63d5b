import SpecSyntax
package import Tensors

/// The mean of the numbers under each stop of a window.
///
/// `output[n, c, y, x] = 1/d · Σ_{i, j} input[n, c, y·s − p + i, x·s − p + j]`, the sum over what lies inside the picture.
/// With `include-pad` the divisor `d` counts the padding, but not what a window of `round: ceil` covers beyond it, as
/// Caffe and PyTorch do; without, it counts the picture's numbers only.
///
/// `input: [N, C, H, W]` → `output: [N, C, H', W']`, `H' = floor((H + 2·pad − kernel) / stride) + 1`, or `ceil` as
/// `Window` tells. Source: Caffe's `pooling_layer.cpp`.
package struct AveragePool: Layer {
    package let window: Window
    package let includesPadding: Bool

    package static let kind = LayerKind(
        "average-pool", help: "takes the mean under a window", aliases: ["avgpool", "avgpool2d"]
    ) { fields in
        AveragePool(
            window: .pooling(fields),
            includesPadding: fields.optional(
                "include-pad", .boolean, default: true, help: "whether the padding counts in the mean"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try window.pooledShape(inputs[0])
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .pooling ? output.elementCount.saturatingTimes(window.kernel.area) : 0
    }

    package var isCheapToRecompute: Bool { true }

    package func sight(_ inputs: [Shape]) -> Sight { window.sight }

    package func averagesWholeChannels(_ inputs: [Shape]) -> Bool {
        inputs[0].rank == 3 && window.kernel == Extent(height: inputs[0][1], width: inputs[0][2])
            && window.dilation == Extent(1) && window.padding == .explicit(Extent(0))
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func resolvedFields(_ inputs: [Shape]) -> [String: [Int]] { window.resolvedFields(on: inputs[0]) }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] { window.pooledLengthRules(inputs[0]) }

    package func ambiguousPadding(_ inputs: [Shape]) -> LayerRemark? { window.ambiguousPadding(on: inputs[0]) }

    package func unseenInput(_ inputs: [Shape]) -> LayerRemark? {
        window.unseenInput(of: inputs[0], canRoundUp: true)
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        window.poolingChange(toMake: wanted, from: inputs[0])
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        let pooling = Pooling(window, onVerified: input.shape)
        var output = Tensor.zeros([input.shape[0], input.shape[1], pooling.height.output, pooling.width.output])
        pooling.visit(input.shape[0] * input.shape[1]) { stop in
            var sum = 0.0
            for row in stop.rows {
                for column in stop.columns { sum += Double(input.values[stop.place(row, column)]) }
            }
            output.values[stop.output] = Float(sum / divisor(stop))
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let shape = pass.inputs[0].shape
        var sums = [Double](repeating: 0, count: shape.elementCount)
        Pooling(window, onVerified: shape).visit(shape[0] * shape[1]) { stop in
            let share = Double(outputGradient.values[stop.output]) / divisor(stop)
            for row in stop.rows {
                for column in stop.columns { sums[stop.place(row, column)] += share }
            }
        }
        return LayerGradients(inputs: [Tensor(shape, rounding: sums)])
    }

    private func divisor(_ stop: Pooling.Stop) -> Double {
        Double(includesPadding ? stop.paddedArea : stop.area)
    }
}
