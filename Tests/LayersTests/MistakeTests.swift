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
    let formula: String?
    let blame: ShapeError.Blame?

    init(
        _ text: String, on inputs: Shape..., says message: String, formula: String? = nil, help: String,
        blame: ShapeError.Blame? = nil
    ) {
        self.text = text
        self.inputs = inputs
        self.message = message
        self.formula = formula
        self.help = help
        self.blame = blame
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
        #expect(error?.formula == misfit.formula)
        #expect(error?.blame == misfit.blame)
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
            ("leaky-relu: {slope: 2}", "`slope` must be a number from 0 to 1, found `2`"),
            ("gelu: {approximate: erf}", "`approximate` must be `none` or `tanh`, found `erf`"),
            ("drop-path", "`drop-path` needs the field `rate`"),
            ("drop-path: {rate: 1}", "`rate` must be a number of at least 0 and below 1, found `1`"),
            ("scale: {scale: false}", "`scale` must have a factor or a summand, and both are off"),
            (
                "upsample: {scale: 2, align-corners: true}",
                "`align-corners` must be off where the mode is `nearest`, found `true`"
            ),
            (
                "lrn: {region: within-channels, k: 2}",
                "`k` must be 1 within channels, where Caffe has none, found `2`"
            ),
            ("convolution: {filters: 1, kernel: 3, pad: {before: 1}}", "`pad` needs the field `after`"),
            (
                "transposed-convolution: {filters: 1, kernel: 3, pad: half}",
                "`pad` must be a whole number from 0 to 32767, or `[height, width]`, or `{before, after}`, found `half`"
            ),
        ])
    func fields(_ text: String, _ message: String) {
        let error = #expect(throws: DiagnosticsError.self) { try read(layer: text) }
        #expect(error?.diagnostics.map(\.message) == [message])
    }

    static let misfits = pictures + windows + joins + classifiers + limits + moves

    private static let moves = [
        Misfit(
            "slice: {first: 8}", on: [8, 4, 4],
            says: "`first` must be one of the 8 channels that arrive, 0 to 7, found `8`", help: "use at most 7",
            blame: .field("first")),
        Misfit(
            "slice: {first: 3, channels: 6}", on: [8, 4, 4],
            says: "`channels` must be at most the 5 from channel 3 on, found `6`",
            help: "use at most 5, or leave `channels` out for all", blame: .field("channels")),
        Misfit(
            "channel-shuffle: {groups: 4}", on: [6, 2, 2],
            says: "`groups` must divide the channels that arrive, and 6 / 4 is not whole",
            help: "use one of 1, 2, 3, 6", blame: .field("groups")),
        Misfit(
            "crop: {size: [5, 3]}", on: [3, 4, 6], says: "`size` must be at most the 4×6 that arrive, found [5, 3]",
            help: "use at most [4, 3]", blame: .field("size")),
        Misfit(
            "crop: {size: 3, offset: 2}", on: [3, 4, 6],
            says: "`offset` must leave a part of 3 within 4×6, and be at most [1, 3], found 2",
            help: "use at most [1, 3], or leave `offset` out for the middle", blame: .field("offset")),
        Misfit(
            "multiply", on: [8, 4, 4], [6, 1, 1],
            says: "the inputs must have one number of channels, and input 2 is [6, 1, 1] while input 1 is [8, 4, 4]",
            help: "bring input 2 to 8 channels", blame: .input(1, wanted: [8, 4, 4])),
        Misfit(
            "multiply", on: [8, 2, 2], [8, 4, 4],
            says:
                "the inputs must be of one height and width, or of 1×1, and input 1 is [8, 2, 2] while input 2 is [8, 4, 4]",
            help: "bring input 1 to [8, 4, 4], or to one number a channel with `global-average-pool`",
            blame: .input(0, wanted: [8, 4, 4])),
        Misfit(
            "maximum", on: [10], [12],
            says: "the inputs must have one shape, and input 2 is [12] while input 1 is [10]",
            help: "bring input 2 to [10]", blame: .input(1, wanted: [10])),
        Misfit(
            "transposed-convolution: {filters: 4, kernel: 3, groups: 3}", on: [6, 2, 2],
            says: "`groups` must divide the 6 channels that arrive and `filters`, 4, found `3`",
            help: "use one of 1, 2", blame: .field("groups")),
        Misfit(
            "transposed-convolution: {filters: 4, kernel: 3, stride: 2, output-pad: 2}", on: [6, 2, 2],
            says: "`output-pad` must be less than the stride or the dilation, at most 1, found 2",
            help: "use at most 1", blame: .field("output-pad")),
        // (1 − 1)·1 − 2·2 + 3 = −1
        Misfit(
            "transposed-convolution: {filters: 4, kernel: 3, pad: 2}", on: [6, 1, 4],
            says: "the height of the output must be at least 1, and `pad` of 2 leaves −1",
            formula: "height = (1 − 1)·1 − 2·2 + 3 = −1", help: "use a smaller pad, or a larger kernel",
            blame: .field("pad")),
    ]

    private static let pictures = [
        "convolution: {filters: 1, kernel: 1}", "max-pool: {kernel: 1}", "average-pool: {kernel: 1}",
        "adaptive-average-pool: {size: 1}", "global-average-pool", "lrn", "channel-shuffle: {groups: 1}",
        "crop: {size: 1}",
        "upsample: {scale: 1}", "transposed-convolution: {filters: 1, kernel: 1}",
    ].map { text in
        Misfit(
            text, on: [10], says: "a picture `[channels, height, width]` must arrive, and [10] does",
            help: "move the layer before `flatten`, `linear` and poolings that end the picture", blame: .lostPicture)
    }

    private static let windows = [
        Misfit(
            "convolution: {filters: 4, kernel: 7, pad: 1}", on: [3, 4, 9],
            says: "a kernel of 7 must fit into the padded height, and only 4 + 2·1 = 6 arrives",
            formula: "height = floor((4 + 2·1 − 7) / 1) + 1 = 0",
            help: "use a kernel of at most 6, or a pad of at least 2", blame: .field("kernel")),
        Misfit(
            "convolution: {filters: 4, kernel: 11}", on: [3, 8, 8],
            says: "a kernel of 11 must fit into the padded height, and only 8 arrives",
            formula: "height = floor((8 + 2·0 − 11) / 1) + 1 = −2",
            help: "use a kernel of at most 8, or a pad of at least 2", blame: .field("kernel")),
        Misfit(
            "convolution: {filters: 4, kernel: 3, dilation: 4}", on: [3, 12, 8],
            says: "a kernel of 3, dilated to 9, must fit into the padded width, and only 8 arrives",
            formula: "width = floor((8 + 2·0 − (4·(3 − 1) + 1)) / 1) + 1 = 0",
            help: "use a kernel of at most 2, or a pad of at least 1", blame: .field("kernel")),
        Misfit(
            "convolution: {filters: 4, kernel: [2, 9], stride: 2}", on: [3, 12, 6],
            says: "a kernel of [2, 9] must fit into the padded width, and only 6 arrives",
            formula: "width = floor((6 + 2·0 − 9) / 2) + 1 = −1",
            help: "use a kernel of at most [2, 6], or a pad of at least 2", blame: .field("kernel")),
        Misfit(
            "average-pool: {kernel: 8}", on: [3, 7, 5],
            says: "a kernel of 8 must fit into the padded height, and only 7 arrives",
            formula: "height = floor((7 + 2·0 − 8) / 8) + 1 = 0",
            help: "use a kernel of at most 5, or a pad of at least 2", blame: .field("kernel")),
        Misfit(
            "max-pool: {kernel: 8, round: ceil}", on: [3, 7, 7],
            says: "a kernel of 8 must fit into the padded height, and only 7 arrives",
            formula: "height = ceil((7 + 2·0 − 8) / 8) + 1 = 1, with nothing under the window",
            help: "use a kernel of at most 7, or a pad of at least 1", blame: .field("kernel")),
        Misfit(
            "convolution: {filters: 4, kernel: 1, groups: 4}", on: [6, 2, 2],
            says: "`groups` must divide the channels that arrive, and 6 / 4 is not whole",
            help: "use one of 1, 2", blame: .field("groups")),
        Misfit(
            "convolution: {filters: 4, kernel: 1, groups: 2}", on: [3, 2, 2],
            says: "`groups` must divide the channels that arrive, and 3 / 2 is not whole",
            help: "write `groups: 1`, or `groups: 3` and `filters: 6`", blame: .field("groups")),
        Misfit(
            "convolution: {filters: 4, kernel: 1, groups: 3}", on: [6, 2, 2],
            says: "`groups` must divide `filters`, and 4 / 3 is not whole",
            help: "use one of 1, 2, or write `filters: 6`", blame: .field("groups")),
        Misfit(
            "max-pool: {kernel: [3, 2], pad: 2}", on: [3, 7, 7],
            says: "`pad` must be less than the kernel of [3, 2], found 2: a window would cover nothing but padding",
            help: "use a pad of at most [2, 1], or `half`", blame: .field("pad")),
    ]

    private static let joins = [
        Misfit(
            "concat", on: [3, 8, 8], [4, 8, 8], [5, 7, 8],
            says: "the inputs must have one height, and input 3 [5, 7, 8] has 7 while input 1 [3, 8, 8] has 8",
            help: "give every input the height 8: the same strides, and pads that keep it",
            blame: .input(2, wanted: [5, 8, 8])),
        Misfit(
            "concat", on: [3, 7, 8], [4, 8, 8], [5, 8, 8],
            says: "the inputs must have one height, and input 1 [3, 7, 8] has 7 while input 2 [4, 8, 8] has 8",
            help: "give every input the height 8: the same strides, and pads that keep it",
            blame: .input(0, wanted: [3, 8, 8])),
        Misfit(
            "concat", on: [3, 8, 8], [4, 8, 6],
            says: "the inputs must have one width, and input 2 [4, 8, 6] has 6 while input 1 [3, 8, 8] has 8",
            help: "give every input the width 8: the same strides, and pads that keep it",
            blame: .input(1, wanted: [4, 8, 8])),
        Misfit(
            "concat", on: [3, 8, 8], [192],
            says: "the inputs must agree in all but channels, and input 2 is [192] while input 1 is [3, 8, 8]",
            help: "put `flatten` behind the one that is a picture", blame: .input(0, wanted: [192])),
        Misfit(
            "add", on: [3, 8, 8], [3, 8, 8], [4, 8, 8],
            says: "the inputs must have one shape, and input 3 is [4, 8, 8] while input 1 is [3, 8, 8]",
            help: "bring input 3 to [3, 8, 8] with `convolution: {filters: 3, kernel: 1}`",
            blame: .input(2, wanted: [3, 8, 8])),
        Misfit(
            "add", on: [64, 16, 16], [32, 32, 32],
            says: "the inputs must have one shape, and input 2 is [32, 32, 32] while input 1 is [64, 16, 16]",
            help: "bring input 2 to [64, 16, 16] with `convolution: {filters: 64, kernel: 1, stride: 2}`",
            blame: .input(1, wanted: [64, 16, 16])),
        Misfit(
            "add", on: [32, 32, 32], [64, 16, 16],
            says: "the inputs must have one shape, and input 2 is [64, 16, 16] while input 1 is [32, 32, 32]",
            help: "bring input 1 to [64, 16, 16] with `convolution: {filters: 64, kernel: 1, stride: 2}`",
            blame: .input(1, wanted: [32, 32, 32])),
        Misfit(
            "add", on: [10], [12],
            says: "the inputs must have one shape, and input 2 is [12] while input 1 is [10]",
            help: "bring input 2 to [10]", blame: .input(1, wanted: [10])),
    ]

    private static let classifiers =
        ["batch-norm", "softmax", "concat"].map { text in
            Misfit(
                text, on: [], [],
                says: "a vector `[channels]` or a picture `[channels, height, width]` must arrive, and [] does",
                help: "put the layer before the loss", blame: .lostPicture)
        } + [
            Misfit(
                "softmax-cross-entropy", on: [10, 2, 1],
                says: "one score for each class, `[classes]` or `[classes, 1, 1]`, must arrive, and [10, 2, 1] does",
                help: "put `global-average-pool` or `linear` before the loss")
        ]

    // 2^31 − 1 is prime; 512 · 28 · 28 = 401408; 2147483647 / 401408 = 5349.9.
    private static let limits = [
        Misfit(
            "linear: {outputs: 6000}", on: [512, 28, 28],
            says: "the numbers in `weight` must be at most 2147483647, and would be 6000 · 401408 = 2408448000",
            help: "use at most 5349 outputs", blame: .field("outputs")),
        // 1024 · 1024 = 2^20; (2^31 − 1) / 2^20 = 2047.99.
        Misfit(
            "convolution: {filters: 2048, kernel: 1}", on: [3, 1024, 1024],
            says: "the numbers in the output must be at most 2147483647, and would be 2048 · 1024 · 1024 = 2147483648",
            help: "use at most 2047 filters", blame: .field("filters")),
        // 2^44 / (16 · 129 · 129 · 512 · 512) = 252.0; of groups of 16, 240.
        Misfit(
            "convolution: {filters: 512, kernel: 129, pad: same, groups: 16}", on: [256, 512, 512],
            says: "multiply-adds must be at most 2^44, and would be 512 · 16 · 129 · 129 · 512 · 512 = 35736275386368",
            help: "use at most 240 filters", blame: .field("filters")),
        Misfit(
            "convolution: {filters: 2147483647, kernel: 32767, pad: 32767}", on: [3, 4, 4],
            says: "the numbers in `weight` must be at most 2147483647, and would be "
                + "2147483647 · 3 · 32767 · 32767 = 6917106818397437949",
            help: "use a smaller kernel, or a smaller picture", blame: .field("kernel")),
        Misfit(
            "convolution: {filters: 2147483647, kernel: 32767, pad: 32767}", on: [300, 4, 4],
            says: "the numbers in `weight` must be at most 2147483647, and would be "
                + "2147483647 · 300 · 32767 · 32767 = 2^63 or more",
            help: "use a smaller kernel, or a smaller picture", blame: .field("kernel")),
    ]
}
