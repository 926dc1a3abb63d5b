import Diagnostics
import LayerCases
import Layers
import Tensors
import Testing

/// A layer on shapes it cannot take, and what it must say.
struct Misfit: Sendable, CustomTestStringConvertible {
    let text: String
    let inputs: [Shape]
    let message: String
    let help: String
    let field: String?

    init(_ text: String, on inputs: Shape..., says message: String, help: String, field: String? = nil) {
        self.text = text
        self.inputs = inputs
        self.message = message
        self.help = help
        self.field = field
    }

    var testDescription: String { "\(text) on \(inputs)" }
}

@Suite("mistakes")
struct MistakeTests {
    @Test("impossible shapes", arguments: misfits)
    func shapes(_ misfit: Misfit) throws {
        let layer = try read(layer: misfit.text)
        let error = #expect(throws: ShapeError.self) { try layer.outputShape(misfit.inputs) }
        #expect(error?.message == misfit.message)
        #expect(error?.help == misfit.help)
        #expect(error?.field == misfit.field)
    }

    @Test(
        "fields out of range",
        arguments: [
            ("lrn: {size: 4}", "`size` must be an odd whole number of at least 1, found `4`"),
            ("lrn: {size: 0}", "`size` must be an odd whole number of at least 1, found `0`"),
            ("lrn: {k: 0}", "`k` must be a number above 0, found `0`"),
            ("dropout: {ratio: 1}", "`ratio` must be a number of at least 0 and below 1, found `1`"),
            ("dropout: {ratio: -0.1}", "`ratio` must be a number of at least 0 and below 1, found `-0.1`"),
            (
                "softmax-cross-entropy: {label-smoothing: 1}",
                "`label-smoothing` must be a number of at least 0 and below 1, found `1`"
            ),
            ("batch-norm: {epsilon: 0}", "`epsilon` must be a number above 0, found `0`"),
            ("batch-norm: {momentum: 2}", "`momentum` must be a number from 0 to 1, found `2`"),
            ("linear", "`linear` needs the field `outputs`"),
            (
                "adaptive-average-pool: {size: 0}",
                "`size` must be a whole number from 1 to 32767, or `[height, width]`, found `0`"
            ),
            ("max-pool: {stride: 2}", "`max-pool` needs the field `kernel`"),
            ("max-pool: {kernel: 2, round: up}", "`round` must be `floor` or `ceil`, found `up`"),
            ("relu: {slope: 0.1}", "`relu` has no field `slope`"),
        ])
    func fields(_ text: String, _ message: String) {
        let error = #expect(throws: DiagnosticsError.self) { try read(layer: text) }
        #expect(error?.diagnostics.map(\.message) == [message])
    }

    static let misfits = pictures + windows + joins + classifiers + limits

    private static let pictures = [
        "convolution: {filters: 1, kernel: 1}", "max-pool: {kernel: 1}", "average-pool: {kernel: 1}",
        "adaptive-average-pool: {size: 1}", "global-average-pool", "lrn",
    ].map { text in
        Misfit(
            text, on: [10], says: "a picture `[channels, height, width]` must arrive, and [10] does",
            help: "move the layer before `flatten`, `linear` and poolings that end the picture")
    }

    private static let windows = [
        Misfit(
            "convolution: {filters: 4, kernel: 7, pad: 1}", on: [3, 4, 9],
            says: "a kernel of 7 must fit into the padded height, and only 4 + 2·1 = 6 arrives",
            help: "use a kernel of at most 6, or a pad of at least 2", field: "kernel"),
        Misfit(
            "convolution: {filters: 4, kernel: 3, dilation: 4}", on: [3, 12, 8],
            says: "a kernel of 3, dilated to 9, must fit into the padded width, and only 8 arrives",
            help: "use a kernel of at most 2, or a pad of at least 1", field: "kernel"),
        Misfit(
            "average-pool: {kernel: 8}", on: [3, 7, 7],
            says: "a kernel of 8 must fit into the padded height, and only 7 arrives",
            help: "use a kernel of at most 7, or a pad of at least 1", field: "kernel"),
        Misfit(
            "convolution: {filters: 4, kernel: 1, groups: 4}", on: [6, 2, 2],
            says: "`groups` must divide the channels that arrive, and 6 / 4 is not whole",
            help: "use one of 1, 2, 3, 6", field: "groups"),
        Misfit(
            "convolution: {filters: 4, kernel: 1, groups: 3}", on: [6, 2, 2],
            says: "`groups` must divide `filters`, and 4 / 3 is not whole", help: "use one of 1, 2, 4", field: "groups"),
        Misfit(
            "max-pool: {kernel: [3, 2], pad: 2}", on: [3, 7, 7],
            says: "`pad` must be less than the kernel of [3, 2], found 2: a window would cover nothing but padding",
            help: "use a pad of at most [2, 1], or `same`", field: "pad"),
    ]

    private static let joins = [
        Misfit(
            "concat", on: [3, 8, 8], [4, 8, 8], [5, 7, 8],
            says: "the inputs must have one height, and input 1 [3, 8, 8] has 8 while input 3 [5, 7, 8] has 7",
            help: "give every branch the same strides, and a pad that keeps the height"),
        Misfit(
            "concat", on: [3, 8, 8], [4, 8, 6],
            says: "the inputs must have one width, and input 1 [3, 8, 8] has 8 while input 2 [4, 8, 6] has 6",
            help: "give every branch the same strides, and a pad that keeps the width"),
        Misfit(
            "concat", on: [3, 8, 8], [192],
            says: "the inputs must agree in all but channels, and input 1 is [3, 8, 8] while input 2 is [192]",
            help: "put `flatten` before the input that is a picture"),
        Misfit(
            "add", on: [3, 8, 8], [3, 8, 8], [4, 8, 8],
            says: "the inputs must have one shape, and input 1 is [3, 8, 8] while input 3 is [4, 8, 8]",
            help: "bring input 3 to [3, 8, 8], for example with a `convolution` of kernel 1"),
    ]

    private static let classifiers =
        ["batch-norm", "softmax", "concat"].map { text in
            Misfit(
                text, on: [], [],
                says: "a vector `[channels]` or a picture `[channels, height, width]` must arrive, and [] does",
                help: "put the layer before the loss")
        } + [
            Misfit(
                "softmax-cross-entropy", on: [10, 2, 1],
                says: "one score for each class, `[classes]` or `[classes, 1, 1]`, must arrive, and [10, 2, 1] does",
                help: "put `global-average-pool` or `linear` before the loss")
        ]

    private static let limits = [
        Misfit(
            "linear: {outputs: 2147483647}", on: [512, 28, 28],
            says: "a layer must need at most 2^44 multiply-adds, and 2147483647 outputs of 401408 inputs need more",
            help: "use fewer outputs", field: "outputs"),
        Misfit(
            "convolution: {filters: 2147483647, kernel: 32767, pad: 32767}", on: [3, 4, 4],
            says: "a layer must need at most 2^44 multiply-adds, and 2147483647 filters of kernel 32767 on "
                + "[3, 4, 4] need more",
            help: "use fewer or smaller filters, or a longer stride", field: "filters"),
    ]
}
