import Caffe
import Diagnostics
import Recipes
import SpecCompiler
import SpecSyntax
import TestSupport
import Testing

@Suite("Caffe solvers as training")
struct SolverTests {
    @Test("LeNet's solver with its network")
    func leNet() throws {
        let files = ["examples/mnist/lenet_train_test.prototxt": try caffeFile("lenet_train_test.prototxt")]
        let translated = Translated(try caffeFile("lenet_solver.prototxt"), files: files)
        // 60,000 pictures are 937 batches of 64.
        #expect(
            translated["train"]
                == "{epochs: 11, batch: 64, optimizer: {sgd: {rate: 0.01, momentum: 0.9, form: caffe, weight-decay: 0.0005}}, "
                + "schedule: {inverse: {gamma: 0.0001, power: 0.75}}, rules: [{match: *.bias, rate: 2}], evaluate-every: 1, "
                + "checkpoint-every: {steps: 5000}}")
        #expect(
            translated.diagnostics.map { "\($0.code) \($0.span?.start.line ?? 0)" } == [
                "caffe-difference 12", "caffe-difference 4",
            ])
        #expect(translated.diagnostics.first?.help?.contains("--max-steps 10000") == true)
        let experiment = try compiled(
            [
                "caffe/examples/mnist/lenet_train_test.prototxt": try caffeFile("lenet_train_test.prototxt").text,
                "caffe/examples/mnist/lenet_solver.prototxt": try caffeFile("lenet_solver.prototxt").text,
            ], "caffe/examples/mnist/lenet_solver.prototxt")
        let training = try #require(experiment.training)
        let sgd = try #require(training.optimizer as? SGD)
        #expect(sgd.form == .caffe && sgd.momentum == 0.9 && sgd.weightDecay == 5e-4)
        // base · (1 + γ · iter)^(−power) of Caffe's GetLearningRate, at iteration 5000: 0.01 · 1.5^(−0.75).
        let rate = training.schedule.rate(atStep: 5000, of: 10_000, stepsPerEpoch: 937, base: 0.01)
        #expect(abs(rate - 0.0073778794) < 1e-9)
    }

    @Test("every policy", arguments: policies)
    func policy(_ fields: String, _ schedule: String?) throws {
        #expect(try train(fields)["schedule"]?.description == schedule)
    }

    @Test("every update rule", arguments: types)
    func type(_ fields: String, _ optimizer: String) throws {
        #expect(try train("lr_policy: \"fixed\" " + fields)["optimizer"]?.description == optimizer)
    }

    /// Caffe's gradients are twice those of the loss alone: `0.1 · (2g + 2e-4 · w) = 0.2 · (g + 1e-4 · w)`, and
    /// `(2g + 2e-4 · w) / (√Σ(2g + 2e-4 · w)² + 1e-6) = (g + 1e-4 · w) / (√Σ(g + 1e-4 · w)² + 5e-7)`.
    @Test(
        "a loss of another weight changes the rate, or what stands beside gradients",
        arguments: [
            ("momentum: 0.9", "{sgd: {rate: 0.2, momentum: 0.9, form: caffe, weight-decay: 0.0001}}"),
            ("type: \"AdaGrad\" delta: 1e-6", "{adagrad: {rate: 0.1, eps: 5e-07, weight-decay: 0.0001}}"),
            (
                "type: \"RMSProp\" delta: 1e-6",
                "{rmsprop: {rate: 0.1, alpha: 0.99, eps: 5e-07, weight-decay: 0.0001}}"
            ),
            (
                "type: \"Adam\" delta: 1e-6",
                "{adam: {rate: 0.1, betas: [0, 0.999], eps: 5e-07, weight-decay: 0.0001}}"
            ),
        ])
    func lossWeight(_ fields: String, _ optimizer: String) {
        let translated = weighted("weight_decay: 2e-4 clip_gradients: 10 \(fields)")
        #expect(translated.tree?["train"]?["optimizer"]?.description == optimizer)
        #expect(translated.tree?["train"]?["clip-norm"]?.description == "5")
        #expect(translated.diagnostics.allSatisfy { $0.code == .caffeDifference })
    }

    @Test("AdaDelta has no such counterpart")
    func lossWeightOfAdaDelta() {
        let found = weighted("type: \"AdaDelta\" momentum: 0.95").diagnostics.filter { $0.severity == .error }
        #expect(found.map(\.code) == [.caffeUnsupported])
    }

    /// A solver of a network whose only loss has the weight 2.
    private func weighted(_ fields: String) -> Translated {
        let net = lossNet(weight: "loss_weight: 0").replacing("top: \"l2\"", with: "top: \"l2\" loss_weight: 2")
        return Translated(
            "net: \"net\" base_lr: 0.1 lr_policy: \"fixed\" max_iter: 100 \(fields)", files: ["net": net])
    }

    @Test("what belongs to a step, and what comes at times")
    func others() throws {
        let train = try train(
            "lr_policy: \"fixed\" iter_size: 4 clip_gradients: 10 random_seed: 7 snapshot: 50 test_interval: 250 test_iter: 100"
        )
        // 50,000 pictures are 125 steps of four batches of 100; gradients are summed when Caffe clips, averaged here.
        #expect(
            ["epochs", "batch", "accumulate", "clip-norm", "seed", "checkpoint-every", "evaluate-every"].map {
                train[$0]?.description
            }
                == ["8", "100", "4", "2.5", "7", "{steps: 50}", "2"])
    }

    @Test("multipliers: one rule for most, one for each that differs, frozen where they are 0")
    func multipliers() throws {
        let files = ["net": try caffeFile("cifar10_full_train_test.prototxt")]
        let text = "net: \"net\" base_lr: 0.001 max_iter: 60000 momentum: 0.9 lr_policy: \"fixed\""
        let translated = Translated(SourceFile(path: "solver.prototxt", text: text), files: files)
        #expect(translated.tree?["train"]?["epochs"]?.description == "120")
        #expect(
            translated.tree?["train"]?["rules"]?.description
                == "[{match: ip1.weight, decay: 250}, {match: *.bias, rate: 2}, {match: conv3.bias, rate: 1}, {match: ip1.bias, decay: 0}]"
        )
        let frozen = Translated(
            SourceFile(path: "solver.prototxt", text: text),
            files: [
                "net": SourceFile(
                    path: "net.prototxt",
                    text: lossNet(weight: "").replacing(
                        "num_output: 4 kernel_size: 3 }",
                        with: "num_output: 4 kernel_size: 3 } param { lr_mult: 0 decay_mult: 0 }"))
            ])
        #expect(frozen.tree?["train"]?["rules"]?.description == "[{match: conv.weight, freeze: true, decay: 0}]")
        // A rule for all would freeze what is added to the spec too, so each that is frozen is named.
        func layer(_ name: String, _ bottom: String, _ multiplier: Int) -> String {
            "layer { name: \"\(name)\" type: \"InnerProduct\" bottom: \"\(bottom)\" top: \"\(name)\" param { lr_mult: \(multiplier) } "
                + "inner_product_param { num_output: 10 bias_term: false } } "
        }
        let data =
            "layer { name: \"data\" type: \"Input\" top: \"data\" top: \"label\" input_param { shape { dim: [1, 3, 8, 8] } } } "
        let loss = "layer { type: \"SoftmaxWithLoss\" bottom: \"c\" bottom: \"label\" }"
        let mostlyFrozen = Translated(
            SourceFile(path: "solver.prototxt", text: text),
            files: [
                "net": SourceFile(
                    path: "net.prototxt",
                    text: data + layer("a", "data", 0) + layer("b", "a", 0) + layer("c", "b", 1) + loss)
            ])
        #expect(
            mostlyFrozen.tree?["train"]?["rules"]?.description
                == "[{match: a.weight, freeze: true}, {match: b.weight, freeze: true}]")
    }

    @Test("the network may stand in the solver, and be for a stage of the training")
    func inner() {
        let translated = Translated(
            """
            base_lr: 0.1 lr_policy: "fixed" max_iter: 10 train_state { stage: "deep" }
            net_param {
              input: "data" input_dim: [1, 3, 8, 8]
              layer { name: "a" type: "ReLU" bottom: "data" top: "a" }
              layer { name: "b" type: "ReLU" bottom: "a" top: "b" include { stage: "deep" } }
            }
            """)
        #expect(translated.steps == ["{relu: {name: a}}", "{relu: {name: b}}"])
    }

    @Test("mistakes in the network are told at their place in its own file, and how it was reached")
    func foreignMistake() throws {
        let files = ["s.prototxt": "net: \"n.prototxt\" base_lr: 1", "n.prototxt": "\nlayer { type: \"Conv\" }"]
        let result = try SpecCompiler.compile("s.prototxt", from: .memory(files))
        let found = try #require(result.diagnostics.first)
        #expect(
            found.code.rawValue == "unknown-layer" && found.span?.file.path == "n.prototxt"
                && found.span?.start.line == 2)
        #expect(found.notes.map { "\($0.message) \($0.span?.start.column ?? 0)" } == ["it is named here 6"])
        #expect(result.files == ["s.prototxt", "n.prototxt"])
        let missing = try SpecCompiler.compile("s.prototxt", from: .memory(["s.prototxt": files["s.prototxt"] ?? ""]))
        #expect(missing.diagnostics.map(\.code.rawValue) == ["unreadable-net"])
    }

    @Test("a remedy in words of the spec language changes no Caffe file")
    func edits() throws {
        // Two million epochs of 500 steps, and a million may be asked for.
        let files = [
            "s.prototxt": "net: \"n.prototxt\" base_lr: 0.1 lr_policy: \"fixed\" max_iter: 1000000000",
            "n.prototxt": try caffeFile("cifar10_quick_train_test.prototxt").text,
        ]
        let found = try SpecCompiler.compile("s.prototxt", from: .memory(files)).diagnostics
        #expect(found.contains { $0.message.contains("`epochs` must be") })
        #expect(found.allSatisfy { $0.edits.isEmpty })
    }

    @Test("where the file may lie that a solver names")
    func paths() {
        #expect(
            NetPath.candidates("examples/mnist/net.prototxt", of: "caffe/examples/mnist/solver.prototxt") == [
                "caffe/examples/mnist/examples/mnist/net.prototxt", "caffe/examples/examples/mnist/net.prototxt",
                "caffe/examples/mnist/net.prototxt", "examples/mnist/net.prototxt",
            ])
        #expect(NetPath.candidates("net.prototxt", of: "solver.prototxt") == ["net.prototxt"])
        #expect(NetPath.candidates("/a/net.prototxt", of: "b/solver.prototxt") == ["/a/net.prototxt"])
        #expect(
            NetPath.candidates("x/net.prototxt", of: "/a/s.prototxt") == [
                "/a/x/net.prototxt", "/x/net.prototxt", "x/net.prototxt", "/a/net.prototxt",
            ])
    }

    /// The network in `test_net` is not read, and may have another batch than the one of `train_net`: 10,000 pictures of MNIST
    /// are 100 batches of 100, and 156 of 64 with some left over.
    @Test("of a network that only tests nothing is said but that it is not read")
    func ownTest() throws {
        let nets = ["train": try caffeFile("lenet_train_test.prototxt")]
        let head =
            "train_net: \"train\" base_lr: 0.01 lr_policy: \"fixed\" max_iter: 937 test_interval: 937 test_iter: 100 "
        for test in ["test_net: \"test\"", "test_net_param { }"] {
            let found = Translated(SourceFile(path: "solver.prototxt", text: head + test), files: nets).diagnostics
            #expect(found.map(described).filter { !$0.contains("is not read") }.isEmpty)
            #expect(found.count == 1)
        }
        let one = Translated(
            SourceFile(path: "solver.prototxt", text: head.replacing("test_iter: 100", with: "test_iter: 99")),
            files: nets)
        #expect(one.diagnostics.map(\.message).contains { $0.contains("asks for 9900") })
    }

    /// `train` of a solver of the network `cifar10_quick`: 50,000 pictures, in batches of 100.
    private func train(_ fields: String) throws -> [String: SyntaxNode] {
        let net = ["net": try caffeFile("cifar10_quick_train_test.prototxt")]
        let text = "net: \"net\" base_lr: 0.1 max_iter: 1000 \(fields)"
        let translated = Translated(SourceFile(path: "solver.prototxt", text: text), files: net)
        return Dictionary((translated.tree?["train"]?.mapping ?? []).map { ($0.key, $0.value) }) { first, _ in first }
    }
}

private let policies: [(String, String?)] = [
    ("lr_policy: \"fixed\"", nil),
    ("lr_policy: \"step\" gamma: 0.96 stepsize: 320000", "{step: {every: 320000 steps, factor: 0.96}}"),
    ("lr_policy: \"exp\" gamma: 0.99", "{exponential: {factor: 0.99, every: 1 step}}"),
    ("lr_policy: \"inv\" gamma: 1e-4 power: 0.75", "{inverse: {gamma: 0.0001, power: 0.75}}"),
    (
        "lr_policy: \"multistep\" gamma: 0.1 stepvalue: 500 stepvalue: 800",
        "{multi-step: {at: [500 steps, 800 steps], factor: 0.1}}"
    ),
    ("lr_policy: \"poly\" power: 0.5", "{polynomial: {power: 0.5, over: 1000 steps}}"),
    ("lr_policy: \"sigmoid\" gamma: 0.01 stepsize: 500", "{sigmoid: {gamma: 0.01, middle: 500 steps}}"),
]

private let types: [(String, String)] = [
    ("", "{sgd: {rate: 0.1}}"),
    ("momentum: 0.9 weight_decay: 2e-4", "{sgd: {rate: 0.1, momentum: 0.9, form: caffe, weight-decay: 0.0002}}"),
    (
        "momentum: 0.9 weight_decay: 2e-4 regularization_type: \"L1\"",
        "{sgd: {rate: 0.1, momentum: 0.9, form: caffe, weight-decay: 0.0002, decay-form: l1}}"
    ),
    ("weight_decay: 2e-4 regularization_type: \"L2\"", "{sgd: {rate: 0.1, weight-decay: 0.0002}}"),
    ("type: \"Nesterov\" momentum: 0.9", "{sgd: {rate: 0.1, momentum: 0.9, nesterov: true, form: caffe}}"),
    ("solver_type: NESTEROV momentum: 0.9", "{sgd: {rate: 0.1, momentum: 0.9, nesterov: true, form: caffe}}"),
    ("type: \"AdaGrad\" delta: 1e-6", "{adagrad: {rate: 0.1, eps: 1e-06}}"),
    ("type: \"RMSProp\" rms_decay: 0.98", "{rmsprop: {rate: 0.1, alpha: 0.98, eps: 1e-08}}"),
    ("type: \"AdaDelta\" momentum: 0.95", "{adadelta: {rate: 0.1, rho: 0.95, eps: 1e-08}}"),
    ("type: \"Adam\" momentum: 0.9", "{adam: {rate: 0.1, betas: [0.9, 0.999], eps: 1e-08}}"),
]
