import Tensors

extension LayerCase {
    /// Every layer type, with the fields and shapes that kernels treat differently: channels that are and are not
    /// multiples of 16, planes that are not square, one picture and several.
    package static let all: [LayerCase] =
        convolutions + pools + normalisations + pointwise + activations + dense + joins + moves
        + transposed + classifiers

    static let convolutions = [
        LayerCase("convolution: {filters: 3, kernel: 1}", on: [5, 4, 4]),
        LayerCase("convolution: {filters: 16, kernel: 1, bias: false}", on: [32, 4, 4]),
        LayerCase("convolution: {filters: 16, kernel: 1, stride: 2}", on: [16, 7, 6]),
        LayerCase("convolution: {filters: 4, kernel: 3, pad: 1}", on: [3, 6, 6], batch: 3),
        LayerCase("convolution: {filters: 32, kernel: 3, pad: 1}", on: [16, 8, 8]),
        LayerCase("convolution: {filters: 24, kernel: 3, pad: 1, bias: false}", on: [24, 5, 7]),
        LayerCase("convolution: {filters: 5, kernel: 3, stride: 2}", on: [3, 8, 7]),
        LayerCase("convolution: {filters: 5, kernel: 5, stride: 2, pad: 2}", on: [3, 9, 9], batch: 1),
        LayerCase("convolution: {filters: 16, kernel: 7, stride: 2, pad: 3}", on: [3, 12, 11]),
        LayerCase("convolution: {filters: 4, kernel: [1, 3], stride: [2, 1], pad: [0, 1]}", on: [3, 6, 5]),
        LayerCase("convolution: {filters: 4, kernel: [3, 2], pad: same}", on: [3, 5, 6]),
        LayerCase("convolution: {filters: 4, kernel: 2, stride: 2, pad: same}", on: [3, 5, 7]),
        LayerCase("convolution: {filters: 4, kernel: 3, stride: 2, pad: same}", on: [3, 6, 7]),
        LayerCase("convolution: {filters: 4, kernel: 3, pad: 2, dilation: 2}", on: [3, 7, 6]),
        LayerCase("convolution: {filters: 4, kernel: 3, stride: 2, dilation: [1, 2], pad: same}", on: [3, 7, 8]),
        LayerCase("convolution: {filters: 6, kernel: 3, pad: 1, groups: 2}", on: [4, 5, 5]),
        LayerCase("convolution: {filters: 32, kernel: 3, groups: 2, bias: false}", on: [32, 5, 5]),
        LayerCase("convolution: {filters: 16, kernel: 3, pad: 1, groups: 16}", on: [16, 5, 5]),
        LayerCase("convolution: {filters: 6, kernel: 3, pad: same, groups: 3, stride: 2}", on: [3, 5, 5]),
        LayerCase("convolution: {filters: 2, kernel: 2, pad: 3}", on: [2, 2, 3]),
        LayerCase("convolution: {filters: 10, kernel: [4, 3]}", on: [16, 4, 3]),
        LayerCase("convolution: {filters: 4, kernel: 3, stride: 2, pad: half}", on: [3, 6, 7]),
        LayerCase("convolution: {filters: 16, kernel: 3, stride: 2, pad: same-upper}", on: [16, 8, 8]),
        LayerCase("convolution: {filters: 4, kernel: [3, 4], dilation: [2, 1], pad: half}", on: [3, 6, 7]),
        LayerCase("convolution: {filters: 16, kernel: 3, stride: 2, pad: {before: 0, after: 1}}", on: [16, 8, 8]),
        LayerCase("convolution: {filters: 4, kernel: 3, pad: {before: [2, 0], after: [1, 3]}}", on: [3, 5, 4]),
    ]

    static let pools =
        ["max-pool", "average-pool"].flatMap { kind in
            [
                LayerCase("\(kind): {kernel: 2}", on: [3, 6, 6]),
                LayerCase("\(kind): {kernel: 2}", on: [16, 7, 5]),
                LayerCase("\(kind): {kernel: 3, stride: 1, pad: 1}", on: [24, 4, 5]),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: 1}", on: [16, 8, 8]),
                LayerCase("\(kind): {kernel: 3, stride: 2, round: ceil}", on: [5, 6, 8], batch: 3),
                LayerCase("\(kind): {kernel: 2, stride: 2, pad: 1, round: ceil}", on: [3, 5, 4]),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: 1, round: ceil}", on: [3, 6, 7]),
                LayerCase("\(kind): {kernel: 1, stride: 3, round: ceil}", on: [3, 5, 7]),
                LayerCase("\(kind): {kernel: [3, 2], stride: [1, 2], pad: [1, 0]}", on: [5, 5, 6]),
                LayerCase("\(kind): {kernel: 2, stride: 1, pad: same}", on: [3, 5, 4]),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: same}", on: [16, 7, 6]),
                LayerCase("\(kind): {kernel: [4, 5]}", on: [3, 4, 5], batch: 1),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: half}", on: [16, 8, 7]),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: same-upper}", on: [16, 8, 7]),
                LayerCase("\(kind): {kernel: 3, stride: 2, pad: {before: 0, after: 1}}", on: [16, 8, 7]),
                LayerCase(
                    "\(kind): {kernel: [3, 4], stride: 2, pad: {before: [2, 1], after: [0, 2]}, round: ceil}",
                    on: [5, 6, 7]),
            ]
        } + averages

    private static let averages = [
        LayerCase("average-pool: {kernel: 3, stride: 2, pad: 1, include-pad: false}", on: [16, 8, 8]),
        LayerCase("average-pool: {kernel: 3, stride: 1, pad: 1, include-pad: false}", on: [5, 5, 4]),
        LayerCase("average-pool: {kernel: 3, stride: 2, pad: 1, round: ceil, include-pad: false}", on: [3, 6, 7]),
        LayerCase("average-pool: {kernel: 3, stride: 2, pad: same, include-pad: false}", on: [3, 7, 6]),
        LayerCase("adaptive-average-pool: {size: 4}", on: [3, 7, 6]),
        LayerCase("adaptive-average-pool: {size: [3, 2]}", on: [16, 6, 8], batch: 3),
        LayerCase("adaptive-average-pool: {size: [2, 5]}", on: [5, 5, 3]),
        LayerCase("adaptive-average-pool: {size: 1}", on: [16, 4, 5], batch: 1),
        LayerCase("global-average-pool", on: [3, 5, 4]),
        LayerCase("global-average-pool", on: [16, 8, 8], batch: 1),
        LayerCase("global-average-pool", on: [24, 1, 1]),
        LayerCase("global-max-pool", on: [3, 5, 4]),
        LayerCase("global-max-pool", on: [16, 3, 2], batch: 1),
        LayerCase("global-max-pool", on: [24, 1, 1]),
    ]

    static let normalisations = [
        LayerCase("batch-norm", on: [3, 5, 4]),
        LayerCase("batch-norm", on: [16, 4, 4], batch: 4),
        LayerCase("batch-norm: {epsilon: 1e-3, momentum: 0.3}", on: [24, 3, 3], batch: 1),
        LayerCase("batch-norm: {scale: false}", on: [5, 4, 4]),
        LayerCase("batch-norm: {shift: false}", on: [16, 4, 3]),
        LayerCase("batch-norm: {scale: false, shift: false, momentum: 1}", on: [5, 3, 4]),
        LayerCase("batch-norm", on: [10], batch: 6),
        LayerCase("lrn", on: [16, 3, 4]),
        LayerCase("lrn: {alpha: 0.5}", on: [24, 3, 3]),
        LayerCase("lrn: {size: 3, alpha: 1, beta: 0.5, k: 2}", on: [5, 4, 3], batch: 3),
        LayerCase("lrn: {size: 7, alpha: 2, k: 0.5}", on: [3, 3, 3]),
        LayerCase("lrn: {size: 1, alpha: 1}", on: [3, 2, 3]),
        LayerCase("lrn: {region: within-channels, size: 3, alpha: 0.5}", on: [3, 5, 4]),
        LayerCase("lrn: {region: within-channels, alpha: 2, beta: 0.5}", on: [16, 6, 6], batch: 3),
        LayerCase("lrn: {region: within-channels, size: 7, alpha: 1}", on: [5, 3, 2]),
        LayerCase("scale", on: [3, 5, 4]),
        LayerCase("scale: {shift: true}", on: [16, 4, 4], batch: 3),
        LayerCase("scale: {scale: false, shift: true}", on: [24, 3, 3]),
        LayerCase("scale: {shift: true}", on: [10], batch: 4),
    ]

    static let pointwise = [
        LayerCase("relu", on: [3, 5, 4]),
        LayerCase("relu", on: [16, 6, 6], batch: 3),
        LayerCase("relu", on: [30]),
        LayerCase("dropout", on: [3, 5, 4]),
        LayerCase("dropout: {ratio: 0.7}", on: [16, 4, 4], batch: 3),
        LayerCase("dropout: {ratio: 0}", on: [24]),
        LayerCase("dropout: {ratio: 0.4}", on: [24], batch: 5),
        LayerCase("drop-path: {rate: 0.4}", on: [3, 5, 4], batch: 5),
        LayerCase("drop-path: {rate: 0.2}", on: [16, 4, 4], batch: 3),
        LayerCase("drop-path: {rate: 0}", on: [24]),
        LayerCase("power", on: [3, 5, 4]),
        LayerCase("power: {scale: -0.5, shift: 2}", on: [16, 4, 4], batch: 3),
        LayerCase("power: {power: 2, scale: 0.5, shift: 0.25}", on: [24, 3, 3]),
        LayerCase("power: {power: -0.75, scale: 0.5, shift: 2}", on: [30]),
        LayerCase("flatten", on: [3, 5, 4]),
        LayerCase("flatten", on: [16, 2, 2], batch: 3),
        LayerCase("flatten", on: [24, 1, 1]),
    ]

    /// With numbers from −5 to 10 and kinks, at −3, 3 and 6, half a step away from the nearest.
    package static let activations =
        [
            "relu6", "leaky-relu", "leaky-relu: {slope: 0.3}", "sigmoid", "tanh", "swish", "hard-swish", "hard-sigmoid",
            "gelu", "gelu: {approximate: tanh}",
        ].flatMap { text in
            [
                LayerCase(text, on: [3, 5, 4], spread: 5), LayerCase(text, on: [16, 6, 6], batch: 3, spread: 6),
                LayerCase(text, on: [24, 4, 4], spread: 4), LayerCase(text, on: [30], spread: 5),
            ]
        }

    static let dense = [
        LayerCase("linear: {outputs: 10}", on: [16], batch: 3),
        LayerCase("linear: {outputs: 5, bias: false}", on: [24]),
        LayerCase("linear: {outputs: 16}", on: [3, 4, 5]),
        LayerCase("linear: {outputs: 10}", on: [32, 1, 1], batch: 1),
    ]

    static let joins = [
        LayerCase("concat", on: [3, 4, 5], [5, 4, 5]),
        LayerCase("concat", on: [16, 4, 4], [32, 4, 4], [16, 4, 4], batch: 3),
        LayerCase("concat", on: [16, 3, 4], [24, 3, 4], [3, 3, 4], [1, 3, 4]),
        LayerCase("concat", on: [10], [7]),
        LayerCase("add", on: [3, 4, 5], [3, 4, 5]),
        LayerCase("add", on: [16, 4, 4], [16, 4, 4], [16, 4, 4], batch: 3),
        LayerCase("add", on: [24], [24]),
        LayerCase("multiply", on: [3, 4, 5], [3, 4, 5]),
        LayerCase("multiply", on: [16, 4, 4], [16, 1, 1], batch: 3),
        LayerCase("multiply", on: [24, 1, 1], [24, 5, 3], [24, 1, 1]),
        LayerCase("multiply", on: [5, 3, 4], [5, 1, 1], batch: 3),
        LayerCase("multiply", on: [32, 4, 4], [32, 4, 4], [32, 4, 4]),
        LayerCase("multiply", on: [24], [24]),
        LayerCase("maximum", on: [3, 4, 5], [3, 4, 5], batch: 3),
        LayerCase("maximum", on: [16, 4, 4], [16, 4, 4], [16, 4, 4]),
        LayerCase("maximum", on: [24], [24]),
    ]

    /// What moves numbers to other places.
    static let moves = [
        LayerCase("slice: {first: 1, channels: 1}", on: [3, 4, 5]),
        LayerCase("slice: {channels: 16}", on: [32, 4, 4], batch: 3),
        LayerCase("slice: {first: 16}", on: [40, 3, 4]),
        LayerCase("slice: {first: 7, channels: 17}", on: [24, 3, 3]),
        LayerCase("slice: {first: 4, channels: 3}", on: [10]),
        LayerCase("channel-shuffle: {groups: 3}", on: [6, 4, 5]),
        LayerCase("channel-shuffle: {groups: 2}", on: [32, 4, 4], batch: 3),
        LayerCase("channel-shuffle: {groups: 8}", on: [24, 3, 3]),
        LayerCase("crop: {size: 3}", on: [3, 6, 5]),
        LayerCase("crop: {size: [2, 4], offset: [3, 0]}", on: [16, 5, 7], batch: 3),
        LayerCase("crop: {size: 1, offset: 2}", on: [24, 3, 3]),
        LayerCase("upsample: {scale: 2}", on: [3, 3, 4]),
        LayerCase("upsample: {scale: [3, 1]}", on: [16, 3, 3], batch: 3),
        LayerCase("upsample: {scale: 2, mode: bilinear}", on: [3, 4, 3]),
        LayerCase("upsample: {scale: [4, 3], mode: bilinear}", on: [16, 3, 3], batch: 3),
        LayerCase("upsample: {scale: 2, mode: bilinear}", on: [5, 1, 2]),
        LayerCase("upsample: {scale: 2, mode: bilinear, align-corners: true}", on: [16, 4, 4]),
        LayerCase("upsample: {scale: 3, mode: bilinear, align-corners: true}", on: [3, 1, 3]),
    ]

    static let transposed = [
        LayerCase("transposed-convolution: {filters: 3, kernel: 1}", on: [5, 4, 4]),
        LayerCase("transposed-convolution: {filters: 16, kernel: 4, stride: 2, pad: 1}", on: [16, 4, 4]),
        LayerCase(
            "transposed-convolution: {filters: 5, kernel: 3, stride: 2, pad: 1, output-pad: 1}", on: [3, 4, 3], batch: 3
        ),
        LayerCase("transposed-convolution: {filters: 32, kernel: 2, stride: 2, bias: false}", on: [16, 3, 4]),
        LayerCase("transposed-convolution: {filters: 4, kernel: [3, 2], stride: [1, 3], pad: [2, 0]}", on: [3, 5, 3]),
        LayerCase("transposed-convolution: {filters: 6, kernel: 3, stride: 2, groups: 2}", on: [4, 3, 3]),
        LayerCase("transposed-convolution: {filters: 16, kernel: 4, stride: 2, pad: 1, groups: 16}", on: [16, 4, 4]),
        LayerCase(
            "transposed-convolution: {filters: 3, kernel: 3, stride: 2, dilation: 2, pad: 1, output-pad: 1}",
            on: [2, 4, 4]),
        LayerCase("transposed-convolution: {filters: 3, kernel: 3, dilation: 3, output-pad: 2}", on: [2, 3, 4]),
        LayerCase(
            "transposed-convolution: {filters: 3, kernel: 3, stride: 2, pad: {before: 0, after: [1, 2]}}",
            on: [2, 3, 4]),
    ]

    static let classifiers = [
        LayerCase("softmax", on: [10], batch: 3),
        LayerCase("softmax", on: [5, 3, 4]),
        LayerCase("softmax", on: [16, 1, 1]),
        LayerCase("softmax-cross-entropy", on: [10], batch: 4),
        LayerCase("softmax-cross-entropy", on: [16, 1, 1], batch: 3),
        LayerCase("softmax-cross-entropy: {label-smoothing: 0.1}", on: [10], batch: 4),
        LayerCase("softmax-cross-entropy: {label-smoothing: 0.5}", on: [3, 1, 1]),
        LayerCase("softmax-cross-entropy: {class-weights: [0.5, 2, 1, 3]}", on: [4], batch: 5),
        LayerCase("softmax-cross-entropy: {class-weights: [0, 2, 1], label-smoothing: 0.2}", on: [3], batch: 4),
    ]
}
