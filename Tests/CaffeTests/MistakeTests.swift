import Caffe
import Diagnostics
import TestSupport
import Testing

@Suite("mistakes in Caffe networks and solvers")
struct MistakeTests {
    @Test("fields and types", arguments: fields) func inFields(_ mistake: MistakeCase) { check(mistake) }
    @Test("layers", arguments: layers) func inLayers(_ mistake: MistakeCase) { check(mistake) }
    @Test("networks", arguments: networks) func inNetworks(_ mistake: MistakeCase) { check(mistake) }
    @Test("solvers", arguments: solvers) func inSolvers(_ mistake: MistakeCase) { check(mistake) }

    private func check(_ mistake: MistakeCase) {
        let net =
            "input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 } "
            + "layer { name: \"ip\" type: \"InnerProduct\" bottom: \"data\" top: \"ip\" inner_product_param { num_output: 10 } }"
        let found = Translated(mistake.text, files: ["net.prototxt": net]).diagnostics
        mistake.check(found)
        for diagnostic in found where !diagnostic.edits.isEmpty { checkEdits(of: diagnostic, in: found, net) }
    }

    /// Holds the change that a remedy carries to what the remedy says, and to correct the mistake and make no other in its place.
    private func checkEdits(of diagnostic: Diagnostic, in found: [Diagnostic], _ net: String) {
        let edits = diagnostic.edits
        #expect(edits.map { "write `\($0.text)`" } == [diagnostic.help])
        guard let place = edits.first?.span, let text = place.file.text(with: edits) else {
            Issue.record("no change")
            return
        }
        let left = Translated(text, files: ["net.prototxt": net]).diagnostics
        func isSame(_ other: Diagnostic) -> Bool {
            other.code == diagnostic.code && other.message == diagnostic.message
        }
        #expect(left.count(where: isSame) < found.count(where: isSame), "\(text)")
        // What the mistake hid may show there: that something else is missing, or is not as Caffe has it.
        let shown: Set<Diagnostic.Code> = [.missingField, .caffeBlobs, .caffeInput, .caffeDifference]
        #expect(
            left.allSatisfy { $0.span?.start != place.start || shown.contains($0.code) },
            "\(text)\n\(left.map(described))")
    }

    @Test("many remedies carry their change")
    func edits() {
        let all = (fields + layers + networks + solvers).flatMap { Translated($0.text).diagnostics }
        #expect(all.count { !$0.edits.isEmpty } >= 10)
        #expect(Set(all.filter { !$0.edits.isEmpty }.map(\.code)).count >= 4)
        // A number that is not the one written may not be what was meant.
        #expect(all.filter { $0.message.contains("found `0`") }.allSatisfy { $0.edits.isEmpty })
    }
}

private let fields = [
    MistakeCase(
        "naem: \"x\"\ninput: \"data\"", "1:1 unknown-key the network has no field `naem` | write `name`"),
    MistakeCase(
        net("num_outputs: 3 kernel_size: 3"),
        "2:83 unknown-key `convolution_param` has no field `num_outputs` | write `num_output`"),
    MistakeCase(
        "input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\nlayer { name: \"c\" type: \"Convolution\" bottom: \"data\" top: \"c\" num_output: 3 }",
        "2:63 unknown-key `layer` has no field `num_output` | write it into `convolution_param { … }`"),
    MistakeCase(
        net("num_output: \"3\" kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number of at least 1, found the text `\"3\"` | write `3`"),
    MistakeCase(
        net("num_output: 0 kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number of at least 1, found `0` | write `1`"),
    MistakeCase(
        net("num_output: 99999999999999999999 kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number from 1 to 2147483647, found `99999999999999999999`"),
    MistakeCase(
        net("num_output: 4294967295 kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number from 1 to 2147483647, found `4294967295` | write `2147483647`"
    ),
    MistakeCase(
        net("num_output: 3.0 kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number of at least 1, found `3.0` | write `3`"),
    MistakeCase(
        net("num_output: 3 num_output: 4 kernel_size: 3"),
        "2:97 duplicate-key the field `num_output` must stand only once | remove one"),
    MistakeCase(
        net("num_output: [3] kernel_size: 3"),
        "2:95 wrong-type `num_output` must be a whole number of at least 1, found a list"),
    MistakeCase(
        net("num_output: 3 kernel_size: 3 bias_term: yes"),
        "2:123 wrong-type `bias_term` must be `true` or `false`, found `yes` | write `true`"),
    MistakeCase(
        net("num_output: 3 kernel_size: 3 weight_filler: \"xavier\""),
        "2:127 wrong-type `weight_filler` must be a message | write `weight_filler { … }`"),
    MistakeCase(
        net("num_output: 3 kernel_size: 3 weight_filler { type: xavier }"),
        "2:134 wrong-type `type` must be a text in quotes, found `xavier` | write `\"xavier\"`"),
    MistakeCase(
        net("num_output: 3 kernel_size: 3 weight_filler { type: \"xavir\" }"),
        "2:134 unknown-name there is no filler `xavir` | write `\"xavier\"`"),
    MistakeCase(
        net("num_output: 3 kernel_size: 3 weight_filler { type: \"gaussian\" sparse: 3 }"),
        "2:145 caffe-difference all weights of a layer must be drawn alike"),
    MistakeCase(
        "layer { type: \"Pooling\" pooling_param { pool: AVG } }",
        "1:47 wrong-type `pool` must be `MAX` or `AVE` or `STOCHASTIC`, found `AVG` | write `AVE`"),
    MistakeCase(
        "layers { type: CONVOLUTON }",
        "1:16 wrong-type `type` must be one of the types that Caffe's old layers have | write `CONVOLUTION`"),
]

private let layers = [
    MistakeCase(
        one("Convolutoin", ""), "2:25 unknown-layer there is no layer type `Convolutoin` | write `\"Convolution\"`"),
    MistakeCase(
        one("BN", ""),
        "2:25 caffe-unsupported netspec has no layer like Caffe's `BN` | `BatchNorm` and behind it `Scale`"),
    MistakeCase(
        one("Clip", "clip_param { min: 0 max: 1 }"),
        "2:81 caffe-unsupported `max` of a `Clip` must be 6, as ReLU6 has it, found `1` | write `max: 6`"),
    MistakeCase(one("Clip", "clip_param { min: 0 }"), "2:25 missing-field `Clip` needs the field `max`"),
    MistakeCase(
        one("Swish", "swish_param { beta: 2 }"),
        "2:77 caffe-unsupported `beta` of a `Swish` must be 1, found `2`"),
    MistakeCase(
        one("Scale", "bottom: \"data\""),
        "2:25 caffe-unsupported a `Scale` by a second blob goes along axis 0, found `1` | write `axis: 0`"),
    MistakeCase(
        one("Scale", "bottom: \"data\" scale_param { axis: 0 bias_term: true }"),
        "2:94 caffe-unsupported a `Scale` by a second blob has no bias of its own"),
    MistakeCase(one("PReLU", ""), "2:25 caffe-unsupported netspec has no layer like Caffe's `PReLU` | negative_slope"),
    MistakeCase(
        one("Convolution", "convolution_param { kernel_size: 3 }"),
        "2:25 missing-field `Convolution` needs the field `num_output`"),
    MistakeCase(
        one("Convolution", "convolution_param { num_output: 3 }"),
        "2:25 missing-field `Convolution` needs the field `kernel_size`"),
    MistakeCase(
        one("Convolution", "convolution_param { num_output: 3 kernel_size: 3 kernel_h: 2 }"),
        "2:112 contradiction a window must have `kernel_size`, or `kernel_h` and `kernel_w`"),
    MistakeCase(
        one("Convolution", "convolution_param { num_output: 3 kernel_size: [3, 3, 3] }"),
        "2:117 caffe-unsupported pictures have a height and a width"),
    MistakeCase(
        one("Pooling", "pooling_param { pool: STOCHASTIC kernel_size: 2 }"),
        "2:81 caffe-unsupported netspec has no pooling at random"),
    MistakeCase(
        one("LRN", "lrn_param { local_size: 4 }"),
        "2:79 wrong-type `local_size` must be an odd whole number, found `4` | write `5`"),
    MistakeCase(
        one("ReLU", "relu_param { negative_slope: inf }")
            + "\nlayer { name: \"n\" type: \"LRN\" bottom: \"l\" top: \"n\" lrn_param { local_size: 4 } }",
        "2:85 wrong-type `negative_slope` must be a number, found `inf`",
        "3:76 wrong-type `local_size` must be an odd whole number, found `4`"),
    MistakeCase(
        one("Dropout", "dropout_param { dropout_ratio: 1 }"),
        "2:90 wrong-type `dropout_ratio` must be a number of at least 0 and below 1"),
    MistakeCase(
        one("Concat", "concat_param { axis: 2 }"), "2:79 caffe-unsupported a concatenation goes along axis 1, found `2`"
    ),
    MistakeCase(
        one("Softmax", "bottom: \"data\""), "2:67 caffe-blobs `Softmax` must have 1 `bottom`, found 2 | remove"),
    MistakeCase(
        "layer { name: \"x\" bottom: \"data\" top: \"x\" }", "1:1 missing-field a layer needs the field `type`"),
    MistakeCase(
        "layers { layer { name: \"conv\" type: \"conv\" } }",
        "1:10 caffe-version layers must be in the form of 2014 or later | upgrade_net_proto_text"),
    MistakeCase(
        one("ReLU", "include { phase: TRAIN } exclude { phase: TEST }"),
        "2:81 contradiction a layer must have `include` or `exclude`"),
]

private let networks = [
    MistakeCase(
        lossNet(weight: "propagate_down: false propagate_down: false"),
        "4:106 caffe-unsupported gradients flow to all that a layer reads | lr_mult: 0"),
    MistakeCase(
        one("ReLU", "loss_weight: 1"), "2:56 caffe-unsupported only `SoftmaxWithLoss` can be learned from"),
    MistakeCase("", "1:1 caffe-input a network must read pictures"),
    MistakeCase(
        one("ReLU", "").replacing("bottom: \"data\"", with: "bottom: \"dat\""),
        "2:40 unknown-blob a `bottom` must be a `top` of a layer before it or an input of the network, found `\"dat\"` | write `\"data\"`"
    ),
    MistakeCase(
        one("ReLU", "").replacing("bottom: \"data\"", with: "bottom: \"later\"")
            + "\nlayer { type: \"ReLU\" bottom: \"data\" top: \"later\" }",
        "2:40 unknown-blob found `\"later\"` | move this layer behind"),
    MistakeCase(
        one("ReLU", "") + "\n" + "layer { type: \"TanH\" bottom: \"data\" top: \"l\" }",
        "3:42 duplicate-name a blob must be made by one layer, and `l` is made by two"),
    MistakeCase(
        "layer { type: \"Data\" top: \"data\" data_param { source: \"my_lmdb\" } }\nlayer { type: \"ReLU\" bottom: \"data\" top: \"x\" }",
        "1:55 caffe-input the pictures' size must be known, and it stands in `my_lmdb` | crop_size"),
    MistakeCase(
        "layer { type: \"Data\" top: \"data\" transform_param { crop_size: 5 } }\nlayer { type: \"ReLU\" bottom: \"data\" top: \"x\" }",
        "1:15 caffe-input the pictures' channels must be known | force_color"),
    MistakeCase(
        "input: \"a\" input: \"b\" input_shape { dim: [1, 3, 8, 8] } input_shape { dim: [1, 3, 8, 8] }\nlayer { type: \"Concat\" bottom: \"a\" bottom: \"b\" top: \"x\" }",
        "1:19 caffe-unsupported a network must read one kind of pictures"),
    MistakeCase(
        "layer { type: \"HDF5Data\" top: \"a\" top: \"b\" hdf5_data_param { source: \"mnist.txt\" } }\n"
            + "layer { type: \"Concat\" bottom: \"a\" bottom: \"b\" top: \"x\" }",
        "1:40 caffe-unsupported a network must read one kind of pictures, and this one reads 2"),
    MistakeCase(
        one("InnerProduct", "inner_product_param { num_output: 2 } param { name: \"w\" } param { name: \"w\" }"),
        "2:136 caffe-unsupported parameters of one name must be alike, and `w` is the weight of `l` and the bias of `l`"
    ),
    MistakeCase(
        twice("lr_mult: 1", "lr_mult: 2"),
        "3:128 contradiction the `lr_mult` of `w` must be the same wherever it stands, found `2` and `1` | write it once"
    ),
    MistakeCase(
        twice("lr_mult: 1 decay_mult: 0.5", "decay_mult: 0"),
        "3:131 contradiction the `decay_mult` of `w` must be the same wherever it stands, found `0` and `0.5` | write it once"
    ),
    MistakeCase(lossNet(weight: "loss_weight: -1"), "4:103 wrong-type `loss_weight` must be a number above 0"),
    MistakeCase(
        lossNet(weight: "loss_weight: -2").replacing("top: \"l2\"", with: "top: \"l2\" loss_weight: -1"),
        "7:98 wrong-type `loss_weight` must be a number above 0, found `-1`"),
    MistakeCase(
        lossNet(weight: "").replacing("\"ip\" bottom: \"label\"", with: "\"fc\" bottom: \"label\""),
        "4:33 auxiliary-place the loss `side/loss` must have layers of its own"),
    MistakeCase(
        lossNet(weight: "").replacing("\"conv\" top: \"fc\"", with: "\"data\" top: \"fc\""),
        "4:33 auxiliary-place branches off the pictures"),
    MistakeCase(
        lossNet(weight: "").replacing("bottom: \"ip\" bottom: \"label\"", with: "bottom: \"label\" bottom: \"ip\""),
        "7:54 caffe-blobs a loss must read scores, then labels"),
    MistakeCase(
        lossNet(weight: "loss_param { ignore_label: 9 }"),
        "4:103 caffe-unsupported every picture has a class to learn, and `ignore_label` leaves out those of class 9 | `-1`"
    ),
    MistakeCase(
        lossNet(weight: "").replacing("top: \"label\"", with: "top: \"label\" top: \"other\"").replacing(
            "\"ip\" bottom: \"label\"", with: "\"ip\" bottom: \"other\""),
        "7:67 caffe-unsupported all losses must learn from one label of a picture | remove the losses"),
]

private let solvers = [
    MistakeCase("base_lr: 0.1", "1:1 missing-field a solver needs the field `net` | net:"),
    MistakeCase(
        solver("lr_policy: \"fixed\" momentm: 0.9"),
        "1:67 unknown-key the solver has no field `momentm` | write `momentum`", warning),
    MistakeCase(
        solver("lr_policy: \"setp\""), warning, "1:59 unknown-name there is no policy `setp` | write `\"step\"`"),
    MistakeCase(
        solver("lr_policy: \"step\" gamma: 0.1"), warning,
        "1:1 missing-field the policy `step` needs the field `stepsize`"),
    MistakeCase(
        solver("lr_policy: \"inv\" gamma: 0.1"), warning, "1:1 missing-field the policy `inv` needs the field `power`"),
    MistakeCase(
        solver("lr_policy: \"fixed\" type: \"Adm\""), warning,
        "1:73 unknown-name there is no solver `Adm` | write `\"Adam\"`"),
    MistakeCase(
        solver("lr_policy: \"fixed\" regularization_type: \"L3\""),
        warning, "1:88 unknown-name there is no regularization `L3` | `\"L1\"`"),
    MistakeCase(
        "net: \"net.prototxt\" lr_policy: \"fixed\"", "1:1 missing-field a solver needs the field `max_iter`",
        "1:1 missing-field a solver needs the field `base_lr`"),
    MistakeCase(
        "net: \"net.prototxt\" train_net: \"net.prototxt\"", "1:21 contradiction a solver must name one network"),
]

/// That the number of pictures is not known.
private let warning = "1:44 caffe-difference a training counts in epochs"

private func one(_ type: String, _ fields: String) -> String {
    "input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\nlayer { name: \"l\" type: \"\(type)\" bottom: \"data\" top: \"l\" \(fields) }"
}

/// Two layers that have their weights in common, with more that is said of these.
private func twice(_ first: String, _ second: String) -> String {
    let outputs = "inner_product_param { num_output: 192 }"
    return one("InnerProduct", "\(outputs) param { name: \"w\" \(first) }")
        + "\nlayer { name: \"m\" type: \"InnerProduct\" bottom: \"l\" top: \"m\" \(outputs) param { name: \"w\" \(second) } }"
}

private func net(_ convolution: String) -> String { one("Convolution", "convolution_param { \(convolution) }") }

private func solver(_ fields: String) -> String {
    "net: \"net.prototxt\" base_lr: 0.1 max_iter: 100 \(fields)"
}
