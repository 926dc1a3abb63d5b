import Caffe
import Diagnostics
import Networks
import Recipes
import SpecCompiler
import SpecSyntax
import TestSupport
import Testing

/// Files of each kind that stand in Caffe's `examples` and `models`: what is one network of pictures is counted, and what is
/// not is refused where it is not.
@Suite("files of the kinds that Caffe publishes")
struct PublishedKindsTests {
    /// CaffeNet's convolutions have 34,944 + 307,456 + 885,120 + 663,936 + 442,624 = 2,334,080 parameters, `fc6` and `fc7`
    /// 37,752,832 and 16,781,312; for a picture of 227×227 their multiply-adds are 665,784,864, 37,748,736 and 16,777,216.
    @Test(
        "CaffeNet in its forms",
        arguments: [
            // 4096 · 1000 + 1000 parameters at the end.
            ("train_val", 60_965_224, 724_406_816), ("deploy", 60_965_224, 724_406_816),
            // 4096 · 20 + 20: fine-tuned for 20 styles.
            ("style", 56_950_164, 720_392_736),
            // 4096 · 21 + 21: for windows of 20 classes and the background.
            ("windows", 56_954_261, 720_396_832),
            // 4096 · 200 + 200.
            ("regions", 57_687_624, 721_130_016),
            // At 451×451 the maps are 111, 55, 27, 13 and 8 wide: 34,848 · 111² + 307,200 · 55² + (884,736 + 663,552 +
            // 442,368) · 27² + (37,748,736 + 16,777,216 + 4,096,000) · 8².
            ("convolutional", 60_965_224, 6_561_635_360),
        ])
    func caffeNet(_ form: String, _ parameters: Int, _ multiplyAdds: Int) throws {
        let summary = Summary(try compiled(["net.prototxt": caffeNetText(form)], "net.prototxt").network)
        #expect(summary.parameters == parameters)
        #expect(summary.multiplyAdds == multiplyAdds)
    }

    /// Three convolutions of 5×5 with 32, 32 and 64 filters, 2400 · 1024 + 25,600 · 256 + 51,200 · 64 multiply-adds, and a
    /// classifier of 1024 · 10.
    @Test(
        "CIFAR-10's small networks",
        arguments: [
            ("cifar10_full_train_test.prototxt", 89_578, 0),
            ("cifar10_full_sigmoid_train_test.prototxt", 89_578, 0),
            // Without the 128 biases of the convolutions, and with the means and variances of as many channels.
            ("cifar10_full_sigmoid_train_test_bn.prototxt", 89_450, 256),
        ])
    func cifar10(_ name: String, _ parameters: Int, _ buffers: Int) throws {
        let summary = Summary(try compiled(try caffeFile(name)).network)
        #expect(summary.parameters == parameters && summary.buffers == buffers)
        #expect(summary.multiplyAdds == 12_298_240)
    }

    /// LeNet, and a layer of 10 · 2 + 2 behind it.
    @Test("one tower of the two of siamese networks, as it is run")
    func tower() throws {
        let summary = Summary(try compiled(try caffeFile("siamese_deploy.prototxt")).network)
        #expect(summary.parameters == 431_102 && summary.multiplyAdds == 2_293_020)
    }

    /// The parameters of a tower stand once, its multiply-adds twice; what the loss compares is left.
    @Test("both towers of siamese networks, which have their parameters in common")
    func towers() throws {
        let text = try caffeFile("siamese_train_test.prototxt").text
        let layers = try #require(text.firstRange(of: "layer { name: \"slice_pair\"")).lowerBound
        // What the database has, which is not opened: pairs of pictures as two channels, and whether they are alike.
        let data =
            "layer { name: \"pair_data\" type: \"Input\" top: \"pair_data\" top: \"sim\" "
            + "input_param { shape { dim: [64, 2, 28, 28] } shape { dim: 64 } } }\n"
        let network = try compiled(["net.prototxt": data + text[layers...]], "net.prototxt").network
        let summary = Summary(network)
        // 20 · 25 + 20 and 11,520 · 2 + 2; 576 · 20 · 25 and 11,520 · 2 in each tower.
        #expect(summary.parameters == 520 + 23_042)
        #expect(summary.multiplyAdds == 2 * (288_000 + 23_040))
        #expect(network.sharedParameters.map(\.uses.count) == [2, 2, 2, 2])
    }

    @Test("an autoencoder, whose losses are left out")
    func autoencoder() throws {
        let result = SpecCompiler.compile(
            text: try caffeFile("autoencoder.prototxt").text, named: "autoencoder.prototxt")
        let network = try #require(result.experiment, "\(result.diagnostics.map(described))").network
        // 784 · 30 + 30 and 30 · 784 + 784.
        #expect(Summary(network).parameters == 23_550 + 24_304)
        #expect(network.losses.isEmpty)
        let told = result.diagnostics.filter { $0.code == .caffeDifference }.map(\.message)
        #expect(told.contains { $0.contains("`cross_entropy`, a `SigmoidCrossEntropyLoss`, is left out") }, "\(told)")
    }

    @Test("a solver of a loss that is not learned from is refused")
    func solverOfAnotherLoss() throws {
        let files = [
            "net.prototxt": try caffeFile("autoencoder.prototxt").text,
            "solver.prototxt": "net: \"net.prototxt\" base_lr: 0.1 max_iter: 100 lr_policy: \"fixed\"",
        ]
        let found = try SpecCompiler.compile("solver.prototxt", from: .memory(files)).diagnostics
        #expect(found.filter { $0.severity == .error }.map(\.code) == [.caffeUnsupported])
    }

    @Test("a solver that holds its network, with stages of its tests")
    func consolidated() throws {
        let experiment = try compiled(try caffeFile("consolidated_solver.prototxt"))
        #expect(Summary(experiment.network).parameters == 431_080)
        #expect(experiment.training?.batch == 64 && experiment.training?.seed == 1701)
    }

    @Test("what is not one network of pictures with one class each is refused", arguments: try refused())
    func refusal(_ refused: Refused) throws {
        refused.mistake.check(Translated(refused.mistake.text).diagnostics)
    }

    /// 4 · 40 + 40 and 40 · 2 + 2 parameters.
    @Test("the remedy for a file that is not opened leads to a network")
    func shapeOfHDF5() throws {
        let text = try caffeFile("hdf5_train_val.prototxt").text
        let input =
            "layer { name: \"data\" type: \"Input\" top: \"data\" top: \"label\" input_param { shape { dim: 10 dim: 4 } } }"
        let layers = try #require(text.firstRange(of: "layer {\n  name: \"fc1\""))
        let summary = Summary(
            try compiled(["net.prototxt": input + text[layers.lowerBound...]], "net.prototxt").network)
        #expect(summary.parameters == 282)
    }
}

/// One of the forms of CaffeNet.
private func caffeNetText(_ form: String) -> String {
    let lists = { (phase: String) in
        "image_data_param { source: \"\(phase)\" batch_size: 50 new_height: 256 new_width: 256 }"
    }
    let database = { (phase: String) in
        "data_param { source: \"ilsvrc12_\(phase)_lmdb\" batch_size: 256 backend: LMDB }"
    }
    let windows = { (phase: String) in
        "window_data_param { source: \"\(phase)\" batch_size: 128 fg_threshold: 0.5 bg_threshold: 0.5 fg_fraction: 0.25 "
            + "context_pad: 16 crop_mode: \"warp\" }"
    }
    return switch form {
    case "train_val":
        CaffeNetText(data: CaffeNetText.data("Data", database), isTrained: true, end: ("fc8", 1000)).text
    case "style":
        CaffeNetText(data: CaffeNetText.data("ImageData", lists), isTrained: true, end: ("fc8_style", 20)).text
    case "windows":
        CaffeNetText(data: CaffeNetText.data("WindowData", windows), isTrained: true, end: ("fc8_pascal", 21)).text
    case "regions": CaffeNetText(data: CaffeNetText.input(227), isTrained: false, end: ("fc-rcnn", 200)).text
    case "convolutional":
        CaffeNetText(data: CaffeNetText.input(451), isTrained: false, end: ("fc8", 1000), isConvolutional: true).text
    default: CaffeNetText(data: CaffeNetText.input(227), isTrained: false, end: ("fc8", 1000)).text
    }
}

/// A file that is refused, by what it is.
struct Refused: Sendable, CustomTestStringConvertible {
    let name: String
    let mistake: MistakeCase
    var testDescription: String { name }
}

private func refused() throws -> [Refused] {
    try [
        (
            "hdf5_train_val.prototxt",
            ["6:29 caffe-input the shape of what arrives must be known, and an HDF5 file is not opened | `Input`"]
        ),
        (
            "linear_regression.prototxt",
            [
                "5:36 caffe-unsupported a network must read one kind of pictures, and this one reads 2",
                "11:9 caffe-unsupported netspec has no layer like Caffe's `Python` | never code",
            ]
        ),
        (
            "two_labels.prototxt",
            [
                "13:73 caffe-unsupported all losses must learn from one label of a picture, and this one reads another | remove"
            ]
        ),
    ].map { name, expected in
        Refused(name: name, mistake: MistakeCase(try caffeFile(name).text, expected))
    }
}
