import SpecSyntax
package import Tensors

/// The largest number under each stop of a window.
///
/// `output[n, c, y, x] = max_{i, j} input[n, c, y·s − p + i, x·s − p + j]` over what lies inside the picture; of equal
/// numbers the first, row by row, gets the gradient.
///
/// `input: [N, C, H, W]` → `output: [N, C, H', W']`, `H' = floor((H + 2·pad − kernel) / stride) + 1`, or `ceil` as
/// `Window` tells. Source: Caffe's `pooling_layer.cpp`, except that an empty last window is always dropped.
package struct MaxPool: Layer {
    package let window: Window

    package static let kind = LayerKind(
        "max-pool", help: "keeps the largest number under a window",
        aliases: ["maxpooling2d"], relatives: ["pool", "pooling"]
    ) { fields in
        MaxPool(window: .pooling(fields))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        try window.pooledShape(inputs[0])
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        group == .pooling ? output.elementCount.saturatingTimes(window.kernel.area) : 0
    }

    package var isCheapToRecompute: Bool { true }

    package func sight(_ inputs: [Shape]) -> Sight { window.sight }

    /// The inputs tell which was the largest, where there is a choice.
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { window.kernel.area == 1 ? .nothing : .inputs }

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
            output.values[stop.output] = input.values[largest(stop, input.values)]
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let input = pass.inputs[0]
        var sums = [Double](repeating: 0, count: input.values.count)
        Pooling(window, onVerified: input.shape).visit(input.shape[0] * input.shape[1]) { stop in
            sums[largest(stop, input.values)] += Double(outputGradient.values[stop.output])
        }
        return LayerGradients(inputs: [Tensor(input.shape, rounding: sums)])
    }

    /// The place of the first largest number, or of the last that is none.
    private func largest(_ stop: Pooling.Stop, _ values: [Float]) -> Int {
        var best = stop.place(stop.rows.lowerBound, stop.columns.lowerBound)
        for row in stop.rows {
            for column in stop.columns {
                let value = values[stop.place(row, column)]
                if value > values[best] || value.isNaN { best = stop.place(row, column) }
            }
        }
        return best
    }
}
