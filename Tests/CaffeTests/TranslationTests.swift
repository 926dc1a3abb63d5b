import Caffe
import Diagnostics
import Layers
import Networks
import SpecCompiler
import SpecSyntax
import Tensors
import TestSupport
import Testing

@Suite("Caffe networks as specs")
struct TranslationTests {
    /// Totals of the published networks, counted from their definitions.
    @Test(
        "totals",
        arguments: [
            ("lenet_train_test.prototxt", 431_080, 2_293_000), ("lenet_deploy.prototxt", 431_080, 2_293_000),
            ("alexnet_train_val.prototxt", 60_965_224, 724_406_816),
            // 32·3·25 + 32 + 32·32·25 + 32 + 64·32·25 + 64 + 64·1024 + 64 + 10·64 + 10 parameters; of multiply-adds
            // 2400·1024 + 25600·256 + 51200·64 + 65536 + 640.
            ("cifar10_quick_train_test.prototxt", 145_578, 12_354_176),
        ])
    func totals(_ name: String, _ parameters: Int, _ multiplyAdds: Int) throws {
        let summary = Summary(try compiled(try caffeFile(name)).network)
        #expect(summary.parameters == parameters)
        #expect(summary.multiplyAdds == multiplyAdds)
    }

    @Test("GoogLeNet with its auxiliary classifiers")
    func googLeNet() throws {
        #expect(Translated(googLeNetText).diagnostics.isEmpty)
        let network = try compiled(["googlenet.prototxt": googLeNetText], "googlenet.prototxt").network
        let (used, trained) = (Summary(network), Summary(network, phase: .training))
        #expect(used.parameters == 6_998_552)
        #expect(used.multiplyAdds == 1_582_671_872)
        #expect(trained.parameters == 13_378_280)
        #expect(trained.multiplyAdds == 1_591_044_096)
        #expect(network.auxiliaries.map(\.path) == ["loss1", "loss2"])
        #expect(network.auxiliaries.map(\.weight) == [0.3, 0.3])
        let shapes = Dictionary(uniqueKeysWithValues: network.nodes.map { ($0.path, $0.outputShape) })
        #expect(shapes["pool1_3x3_s2"] == [64, 56, 56])
        #expect(shapes["pool2_3x3_s2"] == [192, 28, 28])
        #expect(shapes["inception_3b_output"] == [480, 28, 28])
        #expect(shapes["loss1/ave_pool"] == [512, 4, 4])
        #expect(shapes["inception_4e_output"] == [832, 14, 14])
        #expect(shapes["pool5_7x7_s1"] == [1024, 1, 1])
        #expect(network.nodes.count { $0.kind.name == "convolution" } == 59)
    }

    @Test("old layers, by their multipliers too")
    func oldLayers() throws {
        #expect(Translated(try caffeFile("old_layers.prototxt")).diagnostics.isEmpty)
        let network = try compiled(try caffeFile("old_layers.prototxt")).network
        #expect(network.inputShape == [3, 32, 32])
        #expect(network.nodes.map(\.kind.name) == ["convolution", "relu", "average-pool", "linear", "softmax"])
        // 32 to 16: (32 − 3) / 2 rounded up, and 1.
        #expect(network.nodes[2].outputShape == [8, 16, 16])
        #expect(Summary(network).parameters == 8 * 27 + 8 + 8 * 256 * 10 + 10)
    }

    @Test("what a layer becomes", arguments: layers)
    func layer(_ written: String, _ step: String) {
        let translated = Translated(head + written)
        #expect(translated.diagnostics.allSatisfy { $0.severity == .warning }, "\(translated.diagnostics)")
        #expect(translated.steps.last == step)
    }

    @Test("a network is filtered by phase, level and stage")
    func filters() {
        let text = """
            input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 } state { phase: TRAIN level: 2 stage: "a" }
            layer { name: "one" type: "ReLU" bottom: "data" top: "one" include { phase: TRAIN stage: "a" } }
            layer { name: "two" type: "ReLU" bottom: "one" top: "two" include { stage: "b" } }
            layer { name: "three" type: "ReLU" bottom: "one" top: "three" exclude { min_level: 3 } }
            layer { name: "four" type: "ReLU" bottom: "three" top: "four" exclude { not_stage: "b" } }
            layer { name: "five" type: "ReLU" bottom: "three" top: "five" include { phase: TEST } include { max_level: 2 } }
            """
        #expect(Translated(text).steps == ["{relu: {name: one}}", "{relu: {name: three}}", "{relu: {name: five}}"])
    }

    @Test("layers in place, splits and branches keep to what stands before them")
    func wiring() {
        let text =
            head + """
                layer { name: "a" type: "ReLU" bottom: "data" top: "data" }
                layer { name: "s" type: "Split" bottom: "data" top: "x" top: "y" }
                layer { name: "b" type: "Sigmoid" bottom: "x" top: "x" }
                layer { name: "c" type: "TanH" bottom: "y" top: "c" }
                layer { name: "d" type: "Eltwise" bottom: "x" bottom: "c" top: "d" }
                layer { name: "e" type: "Concat" bottom: "d" bottom: "x" bottom: "data" top: "e" }
                """
        #expect(
            Translated(text).steps == [
                "{relu: {name: a}}", "{sigmoid: {name: b}}", "{tanh: {name: c, from: a}}",
                "{add: {name: d, from: [b, c]}}",
                "{concat: {name: e, from: [d, b, a]}}",
            ])
    }

    @Test("names that specs cannot have are changed, and no two become one")
    func names() {
        let text =
            head + """
                layer { name: "a/b" type: "ReLU" bottom: "data" top: "x" }
                layer { name: "a_b" type: "ReLU" bottom: "x" top: "y" }
                layer { name: "input" type: "ReLU" bottom: "y" top: "z" }
                layer { name: "größe" type: "ReLU" bottom: "z" top: "u" }
                layer { type: "ReLU" bottom: "u" top: "v" }
                """
        #expect(
            Translated(text).steps == [
                "{relu: {name: a_b}}", "{relu: {name: a_b_2}}", "{relu: {name: input_layer}}", "{relu: {name: gr__e}}",
                "{relu: {name: ReLU}}",
            ])
    }

    @Test("pictures: their shape, where they come from, what is done to them")
    func pictures() {
        func net(_ data: String) -> Translated {
            Translated(
                data
                    + "layer { name: \"ip\" type: \"InnerProduct\" bottom: \"data\" top: \"ip\" inner_product_param { num_output: 10 } }"
            )
        }
        func data(_ type: String, _ fields: String) -> String {
            "layer { name: \"d\" type: \"\(type)\" top: \"data\" top: \"label\" \(fields) } "
        }
        let mnist = net(
            data(
                "Data",
                "data_param { source: \"x/mnist_train_lmdb\" batch_size: 64 } transform_param { scale: 0.00390625 mirror: true crop_size: 24 }"
            ))
        #expect(mnist["input"] == "{channels: 1, height: 24, width: 24}")
        // Caffe: byte / 256; here byte / 255 / deviation.
        #expect(
            mnist["data"]
                == "{source: mnist, augment: [{random-crop: {size: 24}}, horizontal-flip], normalize: {mean: [0], deviation: [1.0039215686275]}, shuffle: false}"
        )
        let cifar = net(
            data("Data", "data_param { source: \"cifar-10\" batch_size: 1 } transform_param { mean_value: 51 }"))
        #expect(cifar["data"]?.contains("mean: [0.2, 0.2, 0.2], deviation: [0.0039215686275, ") == true)
        #expect(
            net(
                data("ImageData", "image_data_param { source: \"l.txt\" new_height: 60 new_width: 80 is_color: false }")
            )["input"] == "{channels: 1, height: 60, width: 80}")
        #expect(
            net(data("MemoryData", "memory_data_param { batch_size: 1 channels: 2 height: 3 width: 4 }"))["input"]
                == "{channels: 2, height: 3, width: 4}")
        #expect(
            net(data("WindowData", "window_data_param { source: \"w.txt\" } transform_param { crop_size: 227 }"))[
                "input"]
                == "{channels: 3, height: 227, width: 227}")
        #expect(
            net(data("Data", "data_param { source: \"ilsvrc12_train_lmdb\" } transform_param { crop_size: 227 }"))[
                "input"] == "{channels: 3, height: 227, width: 227}")
        #expect(
            net("input: \"data\" input_dim: 1 input_dim: 3 input_dim: 5 input_dim: 6 ")["input"]
                == "{channels: 3, height: 5, width: 6}")
    }

    @Test("the mean of a batch normalisation and the factors behind it are one layer")
    func batchNorm() {
        let norm =
            "layer { name: \"bn\" type: \"BatchNorm\" bottom: \"data\" top: \"bn\" batch_norm_param { eps: 0.001 } } "
        let scale = "layer { name: \"sc\" type: \"Scale\" bottom: \"bn\" top: \"bn\" scale_param { bias_term: true } } "
        #expect(
            Translated(head + norm).steps == [
                "{batch-norm: {name: bn, epsilon: 0.001, momentum: 0.001, scale: false, shift: false}}"
            ])
        #expect(Translated(head + norm + scale).steps == ["{batch-norm: {name: bn, epsilon: 0.001, momentum: 0.001}}"])
        let apart = norm + "layer { name: \"r\" type: \"ReLU\" bottom: \"bn\" top: \"r\" } " + scale
        #expect(Translated(head + apart).steps.last == "{scale: {name: sc, from: bn, shift: true}}")
    }

    @Test("slices are steps of their own, and a crop is as large as the pictures")
    func parts() {
        let slice = """
            layer { name: "s" type: "Slice" bottom: "data" top: "a" top: "b" top: "c" slice_param { slice_point: 1 slice_point: 2 } }
            layer { name: "j" type: "Eltwise" bottom: "a" bottom: "c" top: "j" eltwise_param { coeff: 1 coeff: -1 } }
            """
        #expect(
            Translated(head + slice).steps == [
                "{slice: {name: s_1, channels: 1}}", "{slice: {name: s_2, from: input, first: 1, channels: 1}}",
                "{slice: {name: s_3, from: input, first: 2}}", "{power: {name: j_2, scale: -1}}",
                "{add: {name: j, from: [s_1, j_2]}}",
            ])
        let crop = """
            layer { name: "up" type: "Deconvolution" bottom: "data" top: "up" convolution_param { num_output: 3 kernel_size: 4 stride: 2 } }
            layer { name: "crop" type: "Crop" bottom: "up" bottom: "data" top: "crop" crop_param { axis: 2 offset: 5 } }
            """
        #expect(Translated(head + crop).steps.last == "{crop: {name: crop, size: [8, 8], offset: [5, 5]}}")
        let other = crop.replacing("bottom: \"data\" top: \"crop\"", with: "bottom: \"up\" top: \"crop\"")
        #expect(Translated(head + other).diagnostics.map(\.code.rawValue) == ["caffe-unsupported"])
        let bias = "layer { name: \"b\" type: \"Bias\" bottom: \"data\" top: \"b\" }"
        #expect(Translated(head + bias).steps == ["{scale: {name: b, scale: false, shift: true}}"])
    }

    @Test("losses beside the network's own are auxiliary classifiers")
    func auxiliaries() {
        let text = lossNet(weight: "loss_weight: 0.3")
        #expect(
            Translated(text).steps == [
                "{convolution: {name: conv, filters: 4, kernel: 3, weight-init: {constant: {value: 0}}, bias-init: {constant: {value: 0}}}}",
                "{auxiliary: {name: side, weight: 0.3, network: [{linear: {name: fc, outputs: 10, weight-init: {constant: {value: 0}}, bias-init: {constant: {value: 0}}}}]}}",
                "{relu: {name: relu}}",
                "{linear: {name: ip, outputs: 10, weight-init: {constant: {value: 0}}, bias-init: {constant: {value: 0}}}}",
            ])
    }

    @Test("a label that no picture has leaves out none", arguments: [-1, 10, 255])
    func ignoredLabel(_ label: Int) {
        let translated = Translated(lossNet(weight: "loss_weight: 0.3 loss_param { ignore_label: \(label) }"))
        #expect(translated.diagnostics.isEmpty)
        #expect(translated.steps == Translated(lossNet(weight: "loss_weight: 0.3")).steps)
    }

    /// 0.3 · auxiliary + 2 · own is twice 0.15 · auxiliary + own.
    @Test("other losses are in proportion to that of the network's end, whose weight here is 1")
    func lossWeight() {
        let translated = Translated(
            lossNet(weight: "loss_weight: 0.3").replacing("top: \"l2\"", with: "top: \"l2\" loss_weight: 2"))
        #expect(translated.steps[1].hasPrefix("{auxiliary: {name: side, weight: 0.15, "))
        let expected = [
            "7:98 caffe-difference told without its weight, `2`; other losses are in proportion to it | `2` times that of Caffe"
        ]
        MistakeCase("", expected).check(translated.diagnostics)
    }

    @Test("a batch normalisation with its factors, in place or not, in one phase or in both, is one layer")
    func pairs() throws {
        func layer(_ name: String, _ type: String, _ bottom: String, _ top: String, _ fields: String = "") -> String {
            "layer { name: \"\(name)\" type: \"\(type)\" bottom: \"\(bottom)\" top: \"\(top)\" \(fields) } "
        }
        let convolution = layer(
            "c", "Convolution", "data", "c", "convolution_param { num_output: 4 kernel_size: 3 bias_term: false }")
        let affine = "scale_param { bias_term: true }"
        let kept = "batch_norm_param { use_global_stats: true } include { phase: TEST }"
        let pairs = [
            layer("n", "BatchNorm", "c", "c") + layer("s", "Scale", "c", "c", affine) + layer("r", "ReLU", "c", "c"),
            layer("n", "BatchNorm", "c", "n") + layer("s", "Scale", "n", "n", affine) + layer("r", "ReLU", "n", "n"),
            layer("n", "BatchNorm", "c", "n") + layer("s", "Scale", "n", "s", affine) + layer("r", "ReLU", "s", "r"),
            layer("n", "BatchNorm", "c", "n", "include { phase: TRAIN }") + layer("n", "BatchNorm", "c", "n", kept)
                + layer("s", "Scale", "n", "n", affine) + layer("r", "ReLU", "n", "r"),
        ]
        for pair in pairs {
            let translated = Translated(head + convolution + pair)
            #expect(
                translated.steps.dropFirst() == [
                    "{batch-norm: {name: n, epsilon: 1e-05, momentum: 0.001}}", "{relu: {name: r}}",
                ],
                "\(pair)")
            // 4 · 27 weights, 4 factors, 4 summands; 4 means and 4 variances.
            let summary = Summary(try compiled(["net.prototxt": head + convolution + pair], "net.prototxt").network)
            #expect(summary.parameters == 116 && summary.buffers == 8)
        }
        // What another layer reads too keeps its factors apart.
        let read =
            layer("n", "BatchNorm", "c", "n") + layer("s", "Scale", "n", "s", affine)
            + layer("e", "Eltwise", "s", "e", "bottom: \"n\"")
        #expect(
            Translated(head + convolution + read).steps.dropFirst() == [
                "{batch-norm: {name: n, epsilon: 1e-05, momentum: 0.001, scale: false, shift: false}}",
                "{scale: {name: s, shift: true}}", "{add: {name: e, from: [s, n]}}",
            ])
    }
}

/// A network of pictures of 3×8×8.
private let head = "input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n"

func lossNet(weight: String) -> String {
    """
    layer { name: "data" type: "Input" top: "data" top: "label" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }
    layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 4 kernel_size: 3 } }
    layer { name: "side/fc" type: "InnerProduct" bottom: "conv" top: "fc" inner_product_param { num_output: 10 } }
    layer { name: "side/loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "l1" \(weight) }
    layer { name: "relu" type: "ReLU" bottom: "conv" top: "relu" }
    layer { name: "ip" type: "InnerProduct" bottom: "relu" top: "ip" inner_product_param { num_output: 10 } }
    layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" top: "l2" }
    """
}

/// One layer of one input, and the step that it becomes.
private let layers: [(String, String)] = [
    (
        "convolution_param { num_output: 4 kernel_h: 3 kernel_w: 5 stride: 2 pad_h: 1 group: 1 bias_term: false }",
        "Convolution",
        "{convolution: {name: l, filters: 4, kernel: [3, 5], stride: 2, pad: [1, 0], bias: false}}"
    ),
    (
        "convolution_param { num_output: 4 kernel_size: 0x3 kernel_size: 2 dilation: 2 group: 2 weight_filler { type: \"msra\" variance_norm: AVERAGE } }",
        "Convolution",
        "{convolution: {name: l, filters: 4, kernel: [3, 2], dilation: 2, groups: 2, weight-init: {he: {fan: average}}}}"
    ),
    (
        "convolution_param { num_output: 2 kernel_size: 4 stride: 2 weight_filler: < type: 'bilinear' > }",
        "Deconvolution",
        "{transposed-convolution: {name: l, filters: 2, kernel: 4, stride: 2, weight-init: bilinear}}"
    ),
    ("pooling_param { kernel_size: 3 }", "Pooling", "{max-pool: {name: l, kernel: 3, stride: 1, round: ceil}}"),
    (
        "pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 1 round_mode: FLOOR }", "Pooling",
        "{average-pool: {name: l, kernel: 3, stride: 2, pad: 1}}"
    ),
    ("pooling_param { pool: 1 global_pooling: true }", "Pooling", "{global-average-pool: {name: l}}"),
    ("pooling_param { global_pooling: true }", "Pooling", "{global-max-pool: {name: l}}"),
    ("", "LRN", "{lrn: {name: l, size: 5, alpha: 1, beta: 0.75, k: 1}}"),
    (
        "lrn_param { local_size: 3 alpha: 5e-5 norm_region: WITHIN_CHANNEL k: 2 }", "LRN",
        "{lrn: {name: l, region: within-channels, size: 3, alpha: 5e-05, beta: 0.75}}"
    ),
    ("lrn_param { k: 2 }", "LRN", "{lrn: {name: l, size: 5, alpha: 1, beta: 0.75, k: 2}}"),
    ("clip_param { min: 0 max: 6 }", "Clip", "{relu6: {name: l}}"),
    ("", "Swish", "{swish: {name: l}}"), ("swish_param { beta: 1.0 }", "Swish", "{swish: {name: l}}"),
    ("relu_param { negative_slope: 0.1 }", "ReLU", "{leaky-relu: {name: l, slope: 0.1}}"),
    ("dropout_param { dropout_ratio: 0.7 }", "Dropout", "{dropout: {name: l, ratio: 0.7}}"),
    ("power_param { power: 2 shift: 1 }", "Power", "{power: {name: l, power: 2, shift: 1}}"),
    (
        "inner_product_param { num_output: 7 weight_filler { type: \"gaussian\" std: 0.01 } bias_filler { value: 1 } }",
        "InnerProduct",
        "{linear: {name: l, outputs: 7, weight-init: {gaussian: {mean: 0, deviation: 0.01}}, bias-init: {constant: {value: 1}}}}"
    ),
    (
        "inner_product_param { num_output: 7 weight_filler { type: \"uniform\" min: -1 } bias_term: false }",
        "InnerProduct",
        "{linear: {name: l, outputs: 7, bias: false, weight-init: {uniform: {min: -1, max: 1}}}}"
    ),
    ("flatten_param { axis: 1 }", "Flatten", "{flatten: {name: l}}"),
    ("", "Softmax", "{softmax: {name: l}}"),
].map { fields, type, step in
    ("layer { name: \"l\" type: \"\(type)\" bottom: \"data\" top: \"l\" \(fields) }", step)
}
