import Caffe
import Diagnostics
import Layers
import Networks
import Recipes
import Reports
import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors
import TestSupport
import Testing

@Suite("from Caffe's notation to YAML and back")
struct ConversionTests {
    @Test("GoogLeNet becomes one inception module with nine uses, and one head with two")
    func googLeNet() throws {
        let text = try yaml(["net.prototxt": googLeNetText], "net.prototxt")
        let spec = try #require(YAMLReader.read(SourceFile(path: "net.yaml", text: text), into: DiagnosticCollector()))
        #expect(spec["modules"]?.mapping?.map(\.key) == ["inception", "loss-head"])
        let inception = spec["modules"]?["inception"]
        #expect(
            inception?["parameters"]?.mapping?.map { "\($0.key): \($0.value)" } == [
                "in_planes: integer", "1x1: integer", "3x3-reduce: integer", "3x3: integer", "5x5-reduce: integer",
                "5x5: integer", "pool-proj: integer",
            ])
        #expect(inception?["expects"]?.description == "{channels: ${in_planes}}")
        #expect(
            inception?["network"]?.sequence?.first?["concat"]?.mapping?.map(\.key) == [
                "name", "1x1", "3x3", "5x5", "pool_proj",
            ])
        let uses = (spec["network"]?.sequence ?? []).compactMap { $0["inception"]?.mapping }
        // The numbers of the paper's Table 1, with the channels that arrive before them.
        #expect(
            uses.map { $0.map(\.value.description).joined(separator: " ") } == [
                "inception_3a 192 64 96 128 16 32 32", "inception_3b 256 128 128 192 32 96 64",
                "inception_4a 480 192 96 208 16 48 64", "inception_4b 512 160 112 224 24 64 64",
                "inception_4c 512 128 128 256 24 64 64", "inception_4d 512 112 144 288 32 64 64",
                "inception_4e 528 256 160 320 32 128 128", "inception_5a 832 256 160 320 32 128 128",
                "inception_5b 832 384 192 384 48 128 128",
            ])
        let heads = (spec["network"]?.sequence ?? []).compactMap { $0["auxiliary"]?.description }
        #expect(
            heads == [
                "{name: loss1, weight: 0.3, network: [{loss-head: {in_planes: 512}}]}",
                "{name: loss2, weight: 0.3, network: [{loss-head: {in_planes: 528}}]}",
            ])
        let (before, after) = (try compiled(["net.prototxt": googLeNetText], "net.prototxt"), try compiled(yaml: text))
        try expectSame(before, after)
        #expect(Summary(after.network, phase: .training).parameters == 13_378_280)
    }

    @Test("what comes back from YAML is the network that went", arguments: try networks())
    func yamlRoundTrip(_ network: NamedText) throws {
        let files = [network.name: network.text]
        let before = try compiled(files, network.name)
        try expectSame(before, compiled(yaml: yaml(files, network.name)))
    }

    @Test("what comes back from Caffe's notation is the network that went", arguments: try networks())
    func prototxtRoundTrip(_ network: NamedText) throws {
        let before = try compiled([network.name: network.text], network.name)
        let text = try prototxt(before)
        try expectSame(before, compiled(["back.prototxt": text], "back.prototxt"))
        // And once more by way of YAML.
        try expectSame(before, compiled(yaml: yaml(["back.prototxt": text], "back.prototxt")))
    }

    /// A learned summand that begins at 0 is what a batch normalisation has anyway, and 0 is not how a convolution's bias begins.
    @Test("what a layer has without a field is not written")
    func defaults() throws {
        let text = try yaml(["net.prototxt": sharedText], "net.prototxt")
        #expect(text.contains("batch-norm: {name: left_norm, momentum: 0.001}"), "\(text)")
        #expect(text.contains("bias-init: {constant: {value: 0}}"))
    }

    @Test("the labels of an input have a shape of their own")
    func labels() throws {
        let text = try prototxt(compiled(["net.prototxt": sharedText], "net.prototxt"))
        let shapes =
            "shape {\n      dim: 1\n      dim: 3\n      dim: 8\n      dim: 8\n    }\n    shape {\n      dim: 1\n    }"
        #expect(text.contains(shapes), "\(text)")
    }

    @Test("layers that give parameters one name have them in common")
    func shared() throws {
        let network = try compiled(["net.prototxt": sharedText], "net.prototxt").network
        // 3×3×3·4 + 4 and 4 + 4 in the tower, 4·8 twice and 8 once of the wide ones; 8·8·8·5 of the ends once, their biases twice.
        #expect(Summary(network, phase: .training).parameters == 112 + 4 + 8 + 64 + 8 + 2560 + 10)
        #expect(Summary(network, phase: .training).buffers == 8)
        // The classifier stands behind what it branches off, before the end, and begins as Caffe's first layer does.
        #expect(network.learnedParameters.map(\.path).contains("side/fc.weight"))
        #expect(!network.learnedParameters.map(\.path).contains("fc.weight"))
        let begins = network.learnedParameters.first { $0.path == "side/fc.weight" }?.parameter.initializer
        #expect(begins == .gaussian(mean: 0, deviation: 1))
        let text = try yaml(["net.prototxt": sharedText], "net.prototxt")
        for line in [
            "{name: right_conv, from: input, weights-from: left_conv, filters: 4, kernel: 3, pad: 1}",
            "weights-from: {bias: left_wide}", "weights-from: {weight: side/fc}",
        ] {
            #expect(text.contains(line), "\(text)")
        }
    }

    @Test("an auxiliary classifier of a greater weight than the network's end stays one", arguments: ["0.3", "1", "2"])
    func auxiliaryWeights(_ weight: String) throws {
        let head = "auxiliary: {name: side, weight: \(weight), network: [{linear: {outputs: 10}}]}"
        let before = try compiled(
            yaml:
                "{netspec: 1, input: {channels: 3, height: 8, width: 8}, classes: 10, network: [{convolution: {name: c, filters: 4, kernel: 3}}, {\(head)}, {relu: {name: r}}, {linear: {name: l, outputs: 10}}]}"
        )
        let text = try prototxt(before)
        let back = try compiled(["back.prototxt": text], "back.prototxt").network
        #expect(back.auxiliaries.map(\.weight) == before.network.auxiliaries.map(\.weight))
        #expect(back.output == before.network.output)
    }

    @Test("specs in YAML become Caffe networks and come back the same")
    func specs() throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 16, width: 12}
            modules:
              unit:
                parameters: {width: integer}
                network:
                  - convolution: {filters: "${width}", kernel: 3, pad: same, bias: false, weight-init: he}
                  - batch-norm: {momentum: 0.01, epsilon: 1e-3}
                  - relu
            network:
              - unit: {width: 8}
              - add: {body: [{unit: {width: 8}}, {unit: {width: 8}}], shortcut: []}
              - max-pool: {kernel: [3, 2], stride: 2}
              - average-pool: {kernel: 2, round: ceil}
              - global-average-pool
              - linear: {outputs: 10, weight-init: {gaussian: {deviation: 0.01}}, bias-init: {constant: {value: 0.5}}}
            """
        let before = try compiled(yaml: text)
        let written = try prototxt(before)
        try expectSame(before, compiled(["back.prototxt": written], "back.prototxt"))
    }

    /// Convolutions of 3·8·9 = 216, four of 8·8·9, one of 8·16·9 and three of 16·16·9, and one of 8·16: 10,712 weights;
    /// 2 · (5 · 8 + 5 · 16) factors and summands; 16 · 10 + 10 of the classifier.
    @Test("Caffe's pairs of batch normalisation and factors are counted as one layer each, there and back")
    func residual() throws {
        let before = try compiled(["net.prototxt": residualText], "net.prototxt")
        let back = try compiled(yaml: yaml(["net.prototxt": residualText], "net.prototxt"))
        for network in [before.network, back.network] {
            let summary = Summary(network)
            #expect(summary.parameters == 10_712 + 240 + 170)
            #expect(summary.buffers == 240)
            #expect(network.nodes.count { $0.kind.name == "batch-norm" } == 10)
            #expect(!network.nodes.contains { $0.kind.name == "scale" })
        }
    }

    @Test(
        "names keep their letters, in quotes where YAML would read something else",
        arguments: [
            "a b", "-a", "a-", "a ", " a", "100%", "a%b", "a: b", "#a", "~", "null", "", "é", "-", "--a", "a, b", "[a]",
            "1e5", "true", "a\"b", "a\\b", "${a}",
        ])
    func names(_ name: String) throws {
        let text =
            "name: \(JSONValue.quoted(name)) input: \"data\" input_dim: [1, 3, 8, 8] "
            + "layer { name: \"r\" type: \"ReLU\" bottom: \"data\" top: \"r\" }"
        let written = try yaml(["net.prototxt": text], "net.prototxt")
        let tree = try #require(YAMLReader.read(SourceFile(path: "n.yaml", text: written), into: DiagnosticCollector()))
        #expect(tree["name"]?.scalar?.text == name, "\(written)")
    }

    @Test("what a network without its solver has no room for in a spec is told")
    func left() throws {
        func told(_ files: [String: String], _ path: String) throws -> [String] {
            try converted(files, path).diagnostics.map(described)
        }
        let lenet = ["lenet_train_test.prototxt": try caffeFile("lenet_train_test.prototxt").text]
        let found = try told(lenet, "lenet_train_test.prototxt")
        #expect(found.count == 2 && found.allSatisfy { $0.contains(" caffe-difference ") })
        #expect(found.first?.contains("`lr_mult` and `decay_mult` are left out, of 4 parameters") == true)
        #expect(found.last?.contains("`batch_size: 64` is left out") == true)
        let photos = [
            "net.prototxt": photosText,
            "solver.prototxt": "net: \"net.prototxt\" base_lr: 0.1 max_iter: 9 lr_policy: \"fixed\"",
        ]
        #expect(try told(photos, "net.prototxt").count == 3)
        let trained = try told(photos, "solver.prototxt")
        #expect(trained.count == 1)
        #expect(trained.first?.contains("`source`, `mirror`, `crop_size`, `mean_value` are left out") == true)
        #expect(trained.first?.hasPrefix("2:73 caffe-difference ") == true)
        // Of a network that is only run nothing is lost.
        let deploy = ["lenet_deploy.prototxt": try caffeFile("lenet_deploy.prototxt").text]
        #expect(try told(deploy, "lenet_deploy.prototxt").isEmpty)
    }

    @Test("a solver's training comes with it, its rules with the new paths")
    func solver() throws {
        let files = [
            "solver.prototxt": "net: \"net.prototxt\" base_lr: 0.01 lr_policy: \"fixed\" max_iter: 100 momentum: 0.9",
            "net.prototxt": googLeNetText.replacing(
                "name: \"inception_3b/3x3\" type: \"Convolution\" bottom: \"inception_3b/3x3_reduce\" top: \"inception_3b/3x3\"\n  param { lr_mult: 1",
                with:
                    "name: \"inception_3b/3x3\" type: \"Convolution\" bottom: \"inception_3b/3x3_reduce\" top: \"inception_3b/3x3\"\n  param { lr_mult: 3"
            ),
        ]
        let experiment = try compiled(yaml: yaml(files, "solver.prototxt"))
        #expect(experiment.training?.rules.map(\.match.description) == ["inception_3b/3x3.weight", "*.bias"])
    }
}

/// A Caffe network and the name of its file.
struct NamedText: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }
}

private let publishedNames = [
    "lenet_deploy.prototxt", "lenet_train_test.prototxt", "cifar10_quick_train_test.prototxt",
    "alexnet_train_val.prototxt", "old_layers.prototxt", "cifar10_full_train_test.prototxt",
    "cifar10_full_sigmoid_train_test.prototxt", "cifar10_full_sigmoid_train_test_bn.prototxt",
    "siamese_deploy.prototxt",
]

/// - Throws: where a file is missing, so that no case is left out.
private func networks() throws -> [NamedText] {
    try publishedNames.map { NamedText(name: $0, text: try caffeFile($0).text) } + [
        NamedText(name: "googlenet.prototxt", text: googLeNetText),
        NamedText(name: "resnet50.prototxt", text: resNet50Text),
        NamedText(name: "residual.prototxt", text: residualText),
        NamedText(name: "shared.prototxt", text: sharedText),
        NamedText(name: "joins.prototxt", text: joinsText),
    ]
}

/// What several layers of Caffe's are together, and its activations of 2018 and 2019.
private let joinsText = """
    name: "joins"
    layer { name: "data" type: "Input" top: "data" input_param { shape { dim: [1, 6, 8, 10] } } }
    layer { name: "parts" type: "Slice" bottom: "data" top: "a" top: "b" top: "c" slice_param { slice_point: [2, 3] } }
    layer { name: "clip" type: "Clip" bottom: "a" top: "a6" clip_param { min: 0 max: 6 } }
    layer { name: "swish" type: "Swish" bottom: "c" top: "cs" swish_param { beta: 1 } }
    layer { name: "joined" type: "Concat" bottom: "a6" bottom: "b" bottom: "cs" top: "joined" }
    layer { name: "mean" type: "Pooling" bottom: "joined" top: "mean" pooling_param { pool: AVE global_pooling: true } }
    layer { name: "row" type: "Flatten" bottom: "mean" top: "row" }
    layer { name: "weighed" type: "Scale" bottom: "joined" bottom: "row" top: "weighed" scale_param { axis: 0 } }
    layer { name: "norm" type: "BatchNorm" bottom: "weighed" top: "norm" }
    layer { name: "shift" type: "Bias" bottom: "norm" top: "shift" }
    layer { name: "size" type: "DummyData" top: "size" dummy_data_param { shape { dim: [1, 1, 4, 5] } } }
    layer { name: "crop" type: "Crop" bottom: "shift" bottom: "size" top: "crop" crop_param { axis: 2 offset: 1 offset: 3 } }
    layer { name: "larger" type: "Deconvolution" bottom: "crop" top: "larger" convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 } }
    layer { name: "cut" type: "Crop" bottom: "larger" bottom: "data" top: "cut" }
    """

/// Photographs of a database that specs have no source for.
private let photosText = """
    name: "photos"
    layer { name: "data" type: "Data" top: "data" top: "label" data_param { source: "ilsvrc12_train_lmdb" batch_size: 256 } transform_param { mirror: true crop_size: 24 mean_value: [104, 117, 123] } }
    layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" param { lr_mult: 0 } inner_product_param { num_output: 10 weight_filler { type: "xavier" } } }
    layer { name: "loss" type: "SoftmaxWithLoss" bottom: "ip" bottom: "label" }
    """

/// Towers of one shape, in folders, that have their parameters in common, and a classifier in between that has those of the end.
private let sharedText: String = {
    func layer(_ name: String, _ type: String, _ bottom: String, _ fields: String) -> String {
        "layer { name: \"\(name)\" type: \"\(type)\" bottom: \"\(bottom)\" top: \"\(name)\" \(fields) }\n"
    }
    func tower(_ name: String) -> String {
        let convolution = "convolution_param { num_output: 4 kernel_size: 3 pad: 1 } "
        return layer("\(name)/conv", "Convolution", "data", convolution + "param { name: \"w\" } param { name: \"b\" }")
            + layer(
                "\(name)/norm", "BatchNorm", "\(name)/conv",
                "param { name: \"m\" } param { name: \"v\" } param { name: \"d\" }")
            + layer("\(name)/scale", "Scale", "\(name)/norm", "scale_param { bias_term: true } param { name: \"s\" }")
            + layer(
                "\(name)/wide", "Convolution", "\(name)/scale",
                "convolution_param { num_output: 8 kernel_size: 1 } param { } param { name: \"wide\" }")
    }
    let fillers = ["gaussian", "xavier"].map { "weight_filler { type: \"\($0)\" }" }
    let end = ["fc", "side/fc"].enumerated().map { number, name in
        layer(
            name, "InnerProduct", number == 0 ? "sum" : "left/wide",
            "inner_product_param { num_output: 5 \(fillers[number]) } param { name: \"fc\" \(number == 1 ? "lr_mult: 3" : "") }"
        )
    }
    return
        "name: \"shared\"\nlayer { name: \"data\" type: \"Input\" top: \"data\" input_param { shape { dim: [1, 3, 8, 8] } } }\n"
        + "layer { name: \"labels\" type: \"Input\" top: \"label\" input_param { shape { dim: 1 } } }\n"
        + tower("left") + tower("right")
        + "layer { name: \"sum\" type: \"Eltwise\" bottom: \"left/wide\" bottom: \"right/wide\" top: \"sum\" }\n"
        + end.joined()
        + ["", "side/"].map {
            "layer { name: \"\($0)loss\" type: \"SoftmaxWithLoss\" bottom: \"\($0)fc\" bottom: \"label\" top: \"\($0)loss\" \($0.isEmpty ? "" : "loss_weight: 0.3") }\n"
        }.joined()
}()

/// Two residual blocks of one shape and one with a projection, as Caffe's ResNets have them.
private let residualText: String = {
    var text =
        "name: \"residual\"\nlayer { name: \"data\" type: \"Input\" top: \"data\" input_param { shape { dim: [1, 3, 16, 16] } } }\n"
    func unit(_ name: String, _ bottom: String, _ filters: Int, _ stride: Int = 1, kernel: Int = 3, relu: Bool = true)
        -> String
    {
        """
        layer { name: "\(name)" type: "Convolution" bottom: "\(bottom)" top: "\(name)" convolution_param { num_output: \(filters) kernel_size: \(kernel) pad: \(kernel / 2) stride: \(stride) bias_term: false } }
        layer { name: "bn_\(name)" type: "BatchNorm" bottom: "\(name)" top: "\(name)" batch_norm_param { use_global_stats: true } }
        layer { name: "scale_\(name)" type: "Scale" bottom: "\(name)" top: "\(name)" scale_param { bias_term: true } }

        """ + (relu ? "layer { name: \"relu_\(name)\" type: \"ReLU\" bottom: \"\(name)\" top: \"\(name)\" }\n" : "")
    }
    func block(_ name: String, _ bottom: String, _ filters: Int, projects: Bool) -> String {
        (projects ? unit("\(name)_branch1", bottom, filters, 2, kernel: 1, relu: false) : "")
            + unit("\(name)_a", bottom, filters, projects ? 2 : 1)
            + unit("\(name)_b", "\(name)_a", filters, relu: false)
            + "layer { name: \"\(name)\" type: \"Eltwise\" bottom: \"\(projects ? "\(name)_branch1" : bottom)\" bottom: \"\(name)_b\" top: \"\(name)\" }\n"
            + "layer { name: \"\(name)_relu\" type: \"ReLU\" bottom: \"\(name)\" top: \"\(name)\" }\n"
    }
    text +=
        unit("conv1", "data", 8) + block("res2a", "conv1", 8, projects: false)
        + block("res2b", "res2a", 8, projects: false)
    text += block("res3a", "res2b", 16, projects: true) + block("res3b", "res3a", 16, projects: false)
    text +=
        "layer { name: \"pool\" type: \"Pooling\" bottom: \"res3b\" top: \"pool\" pooling_param { pool: AVE global_pooling: true } }\n"
    return text
        + "layer { name: \"fc\" type: \"InnerProduct\" bottom: \"pool\" top: \"fc\" inner_product_param { num_output: 10 } }\n"
}()
