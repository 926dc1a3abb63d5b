package import SpecSyntax
package import Tensors

/// The mean of each channel under as many windows as the output has places, whatever the size of the picture.
///
/// `output[n, c, y, x]` is the mean of `input[n, c, rows(y), columns(x)]` with
/// `rows(y) = floor(y·H / H') ..< ceil((y + 1)·H / H')` and `columns(x)` likewise: the windows cover the picture, and adjoining
/// ones may share a row or column where `H'` does not divide `H`.
///
/// `input: [N, C, H, W]` → `output: [N, C, H', W']`, `[H', W']` the field `size`.
/// Source: PyTorch's `AdaptiveAveragePooling.cpp`.
package struct AdaptiveAveragePool: Layer {
    package let size: Extent

    package static let kind = LayerKind(
        "adaptive-average-pool", help: "takes means under as many windows as the output is to have places",
        aliases: ["adaptiveavgpool", "adaptiveavgpool2d"]
    ) { fields in
        AdaptiveAveragePool(size: fields.required("size", .extent(1...), help: "height and width of the output"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        [try Picture(inputs[0]).channels, size.height, size.width]
    }

    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? {
        guard wanted.rank == 3, wanted[0] == inputs[0][0] else { return nil }
        return FieldChange("size", Extent(height: wanted[1], width: wanted[2]))
    }

    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int {
        guard group == .pooling else { return 0 }
        let (rows, columns) = windows(on: inputs[0])
        let area = rows.reduce(0) { $0 + $1.count }.saturatingTimes(columns.reduce(0) { $0 + $1.count })
        return area.saturatingTimes(inputs[0][0])
    }

    /// Where windows are not all alike, the longest, and the greatest distance between two that adjoin.
    package func sight(_ inputs: [Shape]) -> Sight {
        if size == Extent(1) { return .everything }
        let (rows, columns) = windows(on: inputs[0])
        func longest(_ ranges: [Range<Int>]) -> Int { ranges.reduce(1) { max($0, $1.count) } }
        func greatestStep(_ ranges: [Range<Int>]) -> Int {
            zip(ranges, ranges.dropFirst()).reduce(1) { max($0, $1.1.lowerBound - $1.0.lowerBound) }
        }
        return .window(
            reach: Extent(height: longest(rows), width: longest(columns)),
            stride: Extent(height: greatestStep(rows), width: greatestStep(columns)))
    }

    package func averagesWholeChannels(_ inputs: [Shape]) -> Bool { size == Extent(1) }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] {
        [
            LengthRule.unchanged(inputs[0])[0],
            LengthRule(.height, size.height, "\("size", size.height, .field("size"))"),
            LengthRule(.width, size.width, "\("size", size.width, .field("size"))"),
        ]
    }

    /// The window of an average pooling that does the same on pictures of this size; nil where there is none.
    package func window(height: Int, width: Int) -> Window? {
        guard height.isMultiple(of: size.height), width.isMultiple(of: size.width) else { return nil }
        let kernel = Extent(height: height / size.height, width: width / size.width)
        return Window(kernel: kernel, stride: kernel)
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        var output = Tensor.zeros([input.shape[0], input.shape[1], size.height, size.width])
        visit(input.shape) { stop in
            let sum = stop.places.reduce(0.0) { $0 + Double(input.values[$1]) }
            output.values[stop.output] = Float(sum / Double(stop.places.count))
        }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let shape = pass.inputs[0].shape
        var sums = [Double](repeating: 0, count: shape.elementCount)
        visit(shape) { stop in
            let share = Double(outputGradient.values[stop.output]) / Double(stop.places.count)
            for place in stop.places { sums[place] += share }
        }
        return LayerGradients(inputs: [Tensor(shape, rounding: sums)])
    }

    /// One window on one plane: the place of its output, and those of the numbers under it.
    private struct Stop {
        let output: Int
        let places: [Int]
    }

    /// Calls `body` for every window on every plane of a batch, in the order of the outputs.
    private func visit(_ batch: Shape, _ body: (Stop) -> Void) {
        let (rows, columns) = windows(on: Shape(Array(batch.lengths.dropFirst())))
        var output = 0
        for plane in 0..<batch[0] * batch[1] {
            let start = plane * batch[2] * batch[3]
            for rows in rows {
                for columns in columns {
                    let places = rows.flatMap { row in columns.map { start + row * batch[3] + $0 } }
                    body(Stop(output: output, places: places))
                    output += 1
                }
            }
        }
    }

    /// The rows and columns that windows cover on a picture `[C, H, W]`.
    private func windows(on picture: Shape) -> (rows: [Range<Int>], columns: [Range<Int>]) {
        func ranges(_ count: Int, over length: Int) -> [Range<Int>] {
            (0..<count).map { $0 * length / count..<(($0 + 1) * length + count - 1) / count }
        }
        return (ranges(size.height, over: picture[1]), ranges(size.width, over: picture[2]))
    }
}
