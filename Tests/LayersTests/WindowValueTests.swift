import LayerCases
import Layers
import SpecSyntax
import Tensors
import Testing

/// Expected numbers are worked out by hand from the formulas in the layers' comments.
@Suite("values of convolution and pooling")
struct WindowValueTests {
    private let nine = Tensor([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])

    @Test func convolution() throws {
        let weight = Tensor([1, 1, 2, 2], [1, 2, 3, 4])
        let plain = try Computed(
            "convolution: {filters: 1, kernel: 2}", nine, parameters: [weight, Tensor([1], [0.5])])
        #expect(plain.output == Tensor([1, 1, 2, 2], [37.5, 47.5, 67.5, 77.5]))
        let gradients = plain.gradients([1, 0, 0, 10])
        #expect(gradients.inputs[0].values == [1, 2, 0, 3, 14, 20, 0, 30, 40])
        #expect(gradients.parameters[0]?.values == [51, 62, 84, 95])
        #expect(gradients.parameters[1]?.values == [11])

        let dilated = try Computed(
            "convolution: {filters: 1, kernel: 2, dilation: 2, bias: false}", nine, parameters: [weight])
        #expect(dilated.output == Tensor([1, 1, 1, 1], [1 + 6 + 21 + 36]))

        let padded = try Computed(
            "convolution: {filters: 1, kernel: 2, stride: 3, pad: 1, bias: false}", nine, parameters: [weight])
        #expect(padded.output == Tensor([1, 1, 2, 2], [4, 9, 14, 9]))

        let same = try Computed(
            "convolution: {filters: 1, kernel: 2, stride: 2, pad: same, bias: false}", nine, parameters: [weight])
        #expect(same.output == Tensor([1, 1, 2, 2], [37, 3 + 18, 7 + 16, 9]))
    }

    @Test func groups() throws {
        let input = Tensor([1, 4, 1, 1], [1, 10, 100, 1000])
        let weight = Tensor([2, 2, 1, 1], [1, 2, 3, 4])
        let grouped = try Computed(
            "convolution: {filters: 2, kernel: 1, groups: 2, bias: false}", input, parameters: [weight])
        #expect(grouped.output == Tensor([1, 2, 1, 1], [21, 4300]))
    }

    @Test func maxPool() throws {
        #expect(try Computed("max-pool: {kernel: 2, stride: 1}", nine).output.values == [5, 6, 8, 9])
        #expect(try Computed("max-pool: {kernel: 2}", nine).output.values == [5])
        #expect(try Computed("max-pool: {kernel: 2, round: ceil}", nine).output.values == [5, 6, 8, 9])
        #expect(try Computed("max-pool: {kernel: 2, pad: same}", nine).output.values == [5, 6, 8, 9])
        let negative = Tensor([1, 1, 1, 2], [-3, -2])
        #expect(try Computed("max-pool: {kernel: 3, stride: 1, pad: 1}", negative).output.values == [-2, -2])
    }

    @Test("of equal numbers the first gets the gradient") func maxPoolTies() throws {
        let ties = Tensor([1, 1, 2, 2], [1, 7, 7, 7])
        #expect(try Computed("max-pool: {kernel: 2}", ties).gradients([3]).inputs[0].values == [0, 3, 0, 0])
        let shared = try Computed("max-pool: {kernel: [1, 2], stride: 1}", Tensor([1, 1, 1, 3], [0, 1, 0]))
        #expect(shared.gradients([2, 3]).inputs[0].values == [0, 5, 0])
    }

    @Test("padding counts if it should, overhang never does") func averagePool() throws {
        let row = Tensor([1, 1, 1, 4], [1, 2, 3, 4])
        let fields = "kernel: [1, 3], stride: [1, 2], pad: [0, 1], round: ceil"
        let counted = try Computed("average-pool: {\(fields)}", row)
        #expect(counted.output.values == [1, 3, 2])
        #expect(isClose(counted.gradients([3, 6, 10]).inputs[0].values, [1, 3, 2, 7]))
        let uncounted = try Computed("average-pool: {\(fields), include-pad: false}", row)
        #expect(uncounted.output.values == [1.5, 3, 4])
        let same = "average-pool: {kernel: [1, 2], stride: 1, pad: same"
        #expect(try Computed("\(same)}", row).output.values == [1.5, 2.5, 3.5, 2])
        #expect(try Computed("\(same), include-pad: false}", row).output.values == [1.5, 2.5, 3.5, 4])
    }

    @Test("adjoining windows share what lies between them, and an output larger than the picture is filled")
    func adaptiveAveragePool() throws {
        // Rows 0 ..< 2 and 1 ..< 3, columns likewise.
        let shrunk = try Computed("adaptive-average-pool: {size: 2}", nine)
        #expect(shrunk.output == Tensor([1, 1, 2, 2], [3, 4, 6, 7]))
        #expect(shrunk.gradients([4, 8, 0, 4]).inputs[0].values == [1, 3, 2, 1, 4, 3, 0, 1, 1])
        // Columns 0 ..< 1, 0 ..< 2, 1 ..< 2, 1 ..< 3 and 2 ..< 3.
        let grown = try Computed("adaptive-average-pool: {size: [1, 5]}", Tensor([1, 1, 1, 3], [1, 2, 3]))
        #expect(grown.output.values == [1, 1.5, 2, 2.5, 3])
        #expect(grown.gradients([1, 2, 4, 6, 8]).inputs[0].values == [2, 8, 11])
    }

    @Test func globalAveragePool() throws {
        let input = Tensor([1, 2, 1, 2], [1, 2, 10, 20])
        let pooled = try Computed("global-average-pool", input)
        #expect(pooled.output == Tensor([1, 2, 1, 1], [1.5, 15]))
        #expect(pooled.gradients([2, 4]).inputs[0].values == [1, 1, 2, 2])
    }
}

@Suite("windows")
struct WindowTests {
    @Test("every window covers something, whatever the fields", arguments: 1...9)
    func windowsAreNeverEmpty(_ input: Int) throws {
        for kernel in 1...4 {
            for stride in 1...4 {
                for padding in [Window.Padding.same] + (0..<kernel).map({ .explicit(Extent($0)) }) {
                    for rounding in [Window.Rounding.floor, .ceil] {
                        let window = Window(
                            kernel: Extent(kernel), stride: Extent(stride), padding: padding, rounding: rounding)
                        if let axis = try? window.axes(height: input, width: input).height { verify(axis, window) }
                    }
                }
            }
        }
    }

    private func verify(_ axis: Window.Axis, _ window: Window) {
        for output in 0..<axis.output {
            let taps = (0..<axis.kernel).filter { axis.outputs(meetingTap: $0).contains(output) }
            let padded = axis.paddedCount(output)
            #expect(!taps.isEmpty, "\(window) on \(axis.input)")
            #expect(taps.map { axis.position(output: output, tap: $0) } == Array(axis.covered(output)))
            #expect(padded >= taps.count && padded <= axis.kernel, "\(window) on \(axis.input)")
        }
        let overhang = axis.kernel - axis.paddedCount(axis.output - 1)
        #expect(overhang == axis.overhang, "\(window) on \(axis.input)")
        if window.padding == .same { #expect(axis.output == (axis.input + axis.stride - 1) / axis.stride) }
    }
}
