import Tensors

/// Lends out arrays without a check of every index, which would take three quarters of a convolution's time.
func withBuffers(
    _ sums: inout [Double], _ values: [Float],
    _ body: (UnsafeMutableBufferPointer<Double>, UnsafeBufferPointer<Float>) -> Void
) {
    sums.withUnsafeMutableBufferPointer { sums in values.withUnsafeBufferPointer { body(sums, $0) } }
}

/// Every product that a convolution sums, as places in input, weight and output.
struct Taps {
    let filters: Int
    let groups: Int
    let inputShape: Shape
    let height: Window.Axis
    let width: Window.Axis
    /// For each tap of the kernel, the rows and the columns of the output at which it meets the picture.
    private let rows: [Range<Int>]
    private let columns: [Range<Int>]

    init(filters: Int, groups: Int, on batch: Shape, _ axes: (height: Window.Axis, width: Window.Axis)) {
        (self.filters, self.groups, inputShape) = (filters, groups, batch)
        (height, width) = axes
        rows = (0..<height.kernel).map(height.outputs)
        columns = (0..<width.kernel).map(width.outputs)
    }

    var outputShape: Shape { [inputShape[0], filters, height.output, width.output] }

    /// The filter that a place of the output belongs to.
    func filter(of output: Int) -> Int {
        output / (height.output * width.output) % filters
    }

    /// Products that share a weight: `count` neighbours in an output row, and inputs that are `step` apart.
    struct Run {
        let weight: Int
        let input: Int
        let output: Int
        let count: Int
        let step: Int
    }

    func visit(_ body: (Run) -> Void) {
        let channels = inputShape[1] / groups
        for picture in 0..<inputShape[0] {
            for filter in 0..<filters {
                let firstChannel = filter / (filters / groups) * channels
                for channel in 0..<channels {
                    visit(
                        weightPlane: filter * channels + channel,
                        inputPlane: picture * inputShape[1] + firstChannel + channel,
                        outputPlane: picture * filters + filter, body)
                }
            }
        }
    }

    private func visit(weightPlane: Int, inputPlane: Int, outputPlane: Int, _ body: (Run) -> Void) {
        for i in 0..<height.kernel {
            for j in 0..<width.kernel where !columns[j].isEmpty {
                let firstColumn = width.position(output: columns[j].lowerBound, tap: j)
                for y in rows[i] {
                    let row = inputPlane * height.input + height.position(output: y, tap: i)
                    body(
                        Run(
                            weight: (weightPlane * height.kernel + i) * width.kernel + j,
                            input: row * width.input + firstColumn,
                            output: (outputPlane * height.output + y) * width.output + columns[j].lowerBound,
                            count: columns[j].count, step: width.stride))
                }
            }
        }
    }
}
