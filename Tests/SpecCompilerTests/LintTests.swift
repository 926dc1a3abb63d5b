import Diagnostics
import SpecCompiler
import Testing

/// What is allowed and seldom meant.
struct LintTests {
    private static let head = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n"

    private func findings(_ text: String, isStrict: Bool = false) -> [Diagnostic] {
        SpecCompiler.compile(text: Self.head + text, isStrict: isStrict).diagnostics
    }

    /// The findings of a network's steps, as `code line:column help`.
    private func places(_ steps: String) throws -> [String] {
        findings("network:\n" + steps).map { finding in
            let start = finding.span?.start
            return "\(finding.code) \(start?.line ?? 0):\(start?.column ?? 0) \(finding.help ?? "")"
        }
    }

    @Test(arguments: try Specs.paths()) func specsOfTheProgramHaveNone(path: String) throws {
        let found = try SpecCompiler.compile(path, isStrict: true).diagnostics
        #expect(found.isEmpty, "\(DiagnosticText(colour: false).render(found))")
    }

    // MARK: bias-before-batch-norm

    @Test func biasBeforeBatchNormIsToldOncePerPlaceWithAllItsNumbers() throws {
        let found = try SpecCompiler.compile("\(Specs.folder)/googlenet-cifar10.yaml", overrides: ["lint={}"])
        #expect(found.experiment != nil)
        #expect(found.diagnostics.map(\.code.rawValue) == ["bias-before-batch-norm"])
        // The count of Specs/googlenet-cifar10.yaml; one convolution in the stem, seven in each of nine modules.
        #expect(found.diagnostics[0].help == "write `bias: false`, which saves 7904 parameters in 64 layers")
        #expect(found.diagnostics[0].span?.file.path.hasSuffix("modules/conv-bn-relu.yaml") ?? false)
        #expect(found.diagnostics[0].notes.contains { $0.message.contains("`stem`") })
    }

    @Test func biasOfEachKindIsFound() throws {
        #expect(
            try places("  - convolution: {filters: 8, kernel: 1}\n  - batch-norm\n")
                == ["bias-before-batch-norm 4:5 write `bias: false`, which saves 8 parameters"])
        #expect(
            try places("  - linear: {outputs: 7}\n  - batch-norm\n")
                == ["bias-before-batch-norm 4:5 write `bias: false`, which saves 7 parameters"])
        #expect(
            try places("  - batch-norm\n  - batch-norm\n")
                == ["bias-before-batch-norm 4:5 write `shift: false`, which saves 3 parameters"])
    }

    @Test(arguments: [
        "  - convolution: {filters: 8, kernel: 1, bias: false}\n  - batch-norm\n",
        "  - convolution: {filters: 8, kernel: 1}\n  - relu\n  - batch-norm\n",
        // The sum has use for the bias.
        "  - convolution: {name: c, filters: 3, kernel: 1}\n  - batch-norm\n  - add: {from: [c, batch-norm]}\n",
        "  - batch-norm: {shift: false}\n  - batch-norm\n",
    ]) func biasThatHasAnEffectIsNot(steps: String) throws {
        #expect(try places(steps) == [])
    }

    // MARK: unread-output

    @Test func unreadOutputIsFoundAtTheEndOfItsChain() throws {
        #expect(
            try places("  - relu: {name: a}\n  - relu: {name: b}\n  - relu: {from: input}\n")
                == ["unread-output 5:5 name `b` in the `from` of a later layer, or remove it"])
    }

    @Test func everyUseOfAModuleIsOneFinding() throws {
        let found = findings(
            """
            modules:
              side: {network: [{relu: {name: kept}}, {relu: {name: lost}}, {relu: {from: kept}}]}
            network: [side, side]
            """)
        #expect(found.map(\.code.rawValue) == ["unread-output"])
        #expect(found[0].notes.map(\.message) == ["in `side`, a use of `side`"])
    }

    @Test func lossIsNotUnread() throws {
        #expect(try places("  - linear: {outputs: 10}\n  - softmax-cross-entropy\n") == [])
    }

    @Test func scoresOfAnAuxiliaryClassifierAreNotUnread() throws {
        let found = findings(
            """
            classes: 10
            network:
              - convolution: {filters: 8, kernel: 3}
              - auxiliary: {weight: 0.3, network: [{linear: {outputs: 10}}]}
              - linear: {outputs: 10}
            """)
        #expect(found.map(\.message) == [])
    }

    @Test func scoresOfAnAuxiliaryClassifierAreReadByItsLoss() throws {
        let head = "[{relu: {name: a}}, {linear: {name: b, outputs: 10}}, {linear: {from: a, outputs: 10}}]"
        let steps = "  - relu\n  - auxiliary: {weight: 1, network: \(head)}\n  - linear: {outputs: 10}\n"
        #expect(try places(steps) == ["unread-output 5:58 name `b` in the `from` of a later layer, or remove it"])
    }

    // MARK: zero-weights

    @Test func zeroWeightsAreFoundAndZeroBiasesAreNot() throws {
        #expect(
            try places("  - linear: {outputs: 10, weight-init: {constant: {value: 0}}}\n")
                == ["zero-weights 4:40 leave out `weight-init`, or choose a random one such as `he`"])
        #expect(try places("  - linear: {outputs: 10, bias-init: {constant: {value: 0}}}\n") == [])
        #expect(try places("  - linear: {outputs: 10, weight-init: {constant: {value: 0.5}}}\n") == [])
        #expect(try places("  - convolution: {filters: 8, kernel: 3, bias: false}\n  - batch-norm\n") == [])
    }

    // MARK: unused-module, unused-parameter

    @Test func unusedModulesAndParametersAreTold() throws {
        let text = """
            modules:
              used:
                parameters: {filters: integer, side: integer, spare: {type: integer, default: 1}}
                expects: {height: "${side}"}
                network: [{convolution: {filters: "${filters}", kernel: 1}}]
              body: {parameters: {inner: layers}, network: [{repeat: {times: 1, network: "${inner}"}}]}
              never: {network: [helper]}
              helper: {network: [relu]}
            network:
              - used: {when: false, filters: 1, side: 32}
              - body: {inner: [{relu: {name: never_2}}]}

            """
        let places = findings(text).map { "\($0.code) \($0.span?.start.line ?? 0)" }
        #expect(places == ["unused-parameter 5", "unused-module 9"])
    }

    /// A library has modules for many specs.
    @Test func librariesMayHaveMore() throws {
        let library = "modules: {a: {network: [relu]}, b: {parameters: {x: integer}, network: [relu]}}"
        let spec = Self.head + "include: [lib.yaml]\nnetwork: [a, {b: {x: 3}}]\n"
        let found = try SpecCompiler.compile("spec.yaml", from: .memory(["spec.yaml": spec, "lib.yaml": library]))
        #expect(found.experiment != nil && found.diagnostics.map(\.code.rawValue) == [])
    }

    // MARK: unseen-input

    @Test(arguments: [
        // 32 = 10 · 3 + 2: ten gaps of one row, and a last window on row 30.
        (
            "convolution: {filters: 1, kernel: 2, stride: 3}", "10 of 32 rows and 10 of 32 columns",
            "stride of at most 2"
        ),
        (
            "convolution: {filters: 1, kernel: 1, stride: 2}", "16 of 32 rows and 16 of 32 columns",
            "stride of at most 1"
        ),
        // Every other row of 32, and of the even ones all.
        (
            "convolution: {filters: 1, kernel: 2, stride: 2, dilation: 2}", "16 of 32 rows and 16 of 32 columns",
            "stride of at most 1"
        ),
        // ⌊(32 − 3) / 2⌋ · 2 + 3 = 31.
        ("convolution: {filters: 1, kernel: 3, stride: 2}", "1 of 32 rows and 1 of 32 columns", "use `pad: 1`"),
        ("max-pool: {kernel: 3, stride: 2}", "1 of 32 rows and 1 of 32 columns", "use `round: ceil`, or `pad: 1`"),
        ("max-pool: {kernel: [5, 2]}", "2 of 32 rows", "use `round: ceil`, or `pad: [2, 0]`"),
        ("average-pool: {kernel: [1, 3], stride: [1, 2]}", "1 of 32 columns", "use `round: ceil`"),
    ]) func unseenInputIsCounted(step: String, amount: String, help: String) throws {
        let found = findings("network:\n  - \(step)\n")
        #expect(found.map(\.code.rawValue) == ["unseen-input"])
        #expect(found.first?.message.contains("never covers \(amount): ") ?? false, "\(found)")
        #expect(found.first?.help?.contains(help) ?? false, "\(found)")
    }

    /// The shortcut of a residual block: what it leaves out, the other branch reads. Not where both leave out the same.
    @Test(arguments: [(3, 1), (1, 1), (1, 2)]) func whatAnotherBranchReadsIsSeen(kernel: Int, stride: Int) throws {
        let body = "{convolution: {filters: 4, kernel: \(kernel), stride: \(stride), pad: \(kernel / 2)}}"
        let text = """
            network:
              - add:
                  body: [\(body)\(stride == 1 ? ", {max-pool: {kernel: 2}}" : "")]
                  shortcut: [{convolution: {filters: 4, kernel: 1, stride: 2}}]

            """
        #expect(findings(text).map(\.code.rawValue) == (stride == 1 ? [] : ["unseen-input", "unseen-input"]))
    }

    /// As in a residual block of the second kind (He et al., ECCV 2016), and in a dense block: the body begins with batch norm
    /// and ReLU, which hand all of the picture on. Not where they hand it on to nothing that reads all of it.
    @Test(arguments: [(1, 0), (2, 2)]) func whatIsHandedOnIsSeen(stride: Int, findings: Int) throws {
        let text = """
            network:
              - relu: {name: whole}
              - batch-norm
              - relu
              - convolution: {filters: 4, kernel: 1, stride: \(stride)}
              - max-pool: {name: body, kernel: \(stride == 1 ? 2 : 1), pad: 0, stride: \(stride == 1 ? 2 : 1)}
              - convolution: {name: shortcut, from: whole, filters: 4, kernel: 1, stride: 2}
              - add: {from: [body, shortcut]}

            """
        #expect(self.findings(text).count == findings)
    }

    @Test(arguments: [
        "convolution: {filters: 1, kernel: 3, stride: 2, pad: 1}", "convolution: {filters: 1, kernel: 3, pad: same}",
        "max-pool: {kernel: 3, stride: 2, round: ceil}", "max-pool: {kernel: 3, stride: 2, pad: 1}",
        "convolution: {filters: 1, kernel: 3, dilation: 2}", "max-pool: {kernel: 2}", "global-average-pool",
        "convolution: {filters: 1, kernel: 7, stride: 2, pad: 3}",
    ]) func inputThatIsSeenIsNot(step: String) throws {
        #expect(findings("network:\n  - \(step)\n").map(\.message) == [])
    }

    @Test func remedyOfABorderIsEnough() {
        for size in 5...40 {
            for (kernel, stride) in [(3, 2), (5, 3), (7, 4), (4, 4), (5, 2)] where size >= kernel {
                let step = "max-pool: {kernel: \(kernel), stride: \(stride)"
                let text = "network:\n  - \(step)"
                let input = "{channels: 1, height: \(size), width: \(size)}"
                func found(_ more: String) -> [Diagnostic] {
                    SpecCompiler.compile(text: "netspec: 1\ninput: \(input)\n\(text)\(more)}\n").diagnostics
                }
                guard let help = found("").first?.help else { continue }
                for remedy in help.matches(of: /`([a-z]+: [a-z0-9]+)`/) {
                    #expect(found(", \(remedy.1)").isEmpty, "\(step), \(remedy.1) on \(size)")
                }
            }
        }
    }

    // MARK: unusual-rate

    private func rates(_ train: String) throws -> [Diagnostic] {
        findings("network: [{linear: {outputs: 10}}]\ntrain: {epochs: 1, \(train)}\n")
    }

    /// 0.1 · 128 / 256 = 0.05 at momentum 0.9; 0.5 without momentum.
    @Test(arguments: [
        ("batch: 128, optimizer: {sgd: {rate: 5, momentum: 0.9}}", "`5` is 100 times the usual 0.05", "rate: "),
        ("batch: 128, optimizer: {sgd: {rate: 50}}", "`50` is 100 times the usual 0.5", "rate: "),
        ("batch: 128, optimizer: {sgd: {rate: 1e-5, momentum: 0.9}}", "`1e-05` is 1/5000 of the usual 0.05", "rate: "),
        ("batch: 1, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}", "`0.1` is 260 times the usual 0.00039", "rate: "),
        (
            "batch: 256, schedule: {one-cycle: {peak: 8}}, optimizer: {sgd: {rate: 8, momentum: 0.9}}",
            "`8` is 80 times the usual 0.1", "peak: "
        ),
        // The same number stands elsewhere too.
        (
            "batch: 128, schedule: {step: {every: 5, factor: 0.5}}, optimizer: {sgd: {rate: 5, momentum: 0.9}}",
            "`5` is 100 times the usual 0.05", "rate: "
        ),
        (
            "batch: 256, schedule: {one-cycle: {div: 8, peak: 8}}, optimizer: {sgd: {rate: 8, momentum: 0.9}}",
            "`8` is 80 times the usual 0.1", "peak: "
        ),
    ]) func unusualRateIsTold(train: String, words: String, behind field: String) throws {
        let found = try rates(train)
        #expect(found.map(\.code.rawValue) == ["unusual-rate"])
        #expect(found.first?.message.contains(words) ?? false, "\(found)")
        let line = "train: {epochs: 1, \(train)}"
        let value = try #require(line.firstRange(of: field)).upperBound
        let column = line.distance(from: line.startIndex, to: value) + 1
        #expect(found.first?.span?.start == SourcePosition(line: 4, column: column))
    }

    /// Rates that are published.
    @Test(arguments: [
        // Goyal et al., 2017: 0.1 · k n / 256 up to 8192 pictures.
        "batch: 256, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}",
        "batch: 8192, optimizer: {sgd: {rate: 3.2, momentum: 0.9}}",
        // Caffe's AlexNet, GoogLeNet, LeNet and CIFAR-10 networks.
        "batch: 256, optimizer: {sgd: {rate: 0.01, momentum: 0.9}}",
        "batch: 32, optimizer: {sgd: {rate: 0.01, momentum: 0.9}}",
        "batch: 64, optimizer: {sgd: {rate: 0.01, momentum: 0.9}}",
        "batch: 100, optimizer: {sgd: {rate: 1e-3, momentum: 0.9}}",
        // Smith and Topin, 2018: a peak of 3 at 1000 pictures.
        "batch: 1000, schedule: {one-cycle: {peak: 3}}, optimizer: {sgd: {rate: 3, momentum: 0.9}}",
        // He et al., 2016, on CIFAR-10.
        "batch: 128, optimizer: {sgd: {rate: 0.1, momentum: 0.9}}",
        // LeCun's plain descent.
        "batch: 1, optimizer: {sgd: {rate: 0.01}}",
    ]) func usualRateIsNot(train: String) throws {
        #expect(try rates(train).map(\.message) == [])
    }

    // MARK: What becomes of a finding

    private static let unread = "network: [{relu: {name: a}}, {relu: {from: input}}]\n"

    @Test func isAWarningThatLeavesTheSpecValid() throws {
        let result = SpecCompiler.compile(text: Self.head + Self.unread)
        #expect(result.experiment != nil)
        #expect(result.diagnostics.map(\.severity) == [.warning])
    }

    @Test func strictMakesItAnError() throws {
        let result = SpecCompiler.compile(text: Self.head + Self.unread, isStrict: true)
        #expect(result.experiment == nil)
        #expect(result.diagnostics.map(\.severity) == [.error])
    }

    @Test func specSaysWhatBecomesOfIt() throws {
        #expect(findings(Self.unread + "lint: {unread-output: off}\n").isEmpty)
        #expect(findings(Self.unread + "lint: {unread-output: off}\n", isStrict: true).isEmpty)
        #expect(findings(Self.unread + "lint: {unread-output: error}\n").map(\.severity) == [.error])
        #expect(findings(Self.unread + "lint: {zero-weights: off}\n").map(\.severity) == [.warning])
        #expect(findings(Self.unread + "lint: {}\n").map(\.severity) == [.warning])
    }

    @Test func unknownLintIsToldWithTheOneThatWasMeant() throws {
        let found = findings(Self.unread + "lint: {unread-ouput: off, no-tabs: off, zero-weights: silent}\n")
        #expect(found.map(\.code.rawValue) == ["unknown-key", "unknown-key", "wrong-type"] || found.count == 3)
        #expect(
            Set(found.map(\.message)) == [
                "`lint` has no field `unread-ouput`", "`lint` has no field `no-tabs`",
                "`zero-weights` must be `off` or `warning` or `error`, found `silent`",
            ])
        #expect(found.contains { $0.help == "write `unread-output`" })
    }

    @Test func saysNothingWhereThereAreErrors() throws {
        let found = findings(Self.unread + "classes: 7\n")
        #expect(found.map(\.code.rawValue) == ["classes"])
    }

    // MARK: levels of steps

    @Test(arguments: [
        // On the layer itself, a join around it, a use of its module, a repeat, an auxiliary classifier.
        "  - max-pool: {kernel: 1, stride: 2, lint: {unseen-input: off}}\n",
        "  - concat: {lint: {unseen-input: off}, left: [{max-pool: {kernel: 1, stride: 2}}], right: [{max-pool: {kernel: 1, stride: 2}}]}\n",
        "  - halved: {lint: {unseen-input: off}}\n",
        "  - repeat: {times: 2, lint: {unseen-input: off}, network: [halved]}\n",
        "  - relu\n  - auxiliary: {weight: 1, lint: {unseen-input: off}, network: [halved, {linear: {outputs: 768}}]}\n  - halved: {lint: {unseen-input: off}}\n",
        // Layers that a use gives to a module are made of by it too.
        "  - wrapped: {lint: {unseen-input: off}, body: [halved]}\n",
    ]) func aStepSilencesALintForAllThatItIsMadeOf(steps: String) throws {
        let modules = """
            lint: {unused-module: off}
            modules:
              halved: {network: [{max-pool: {kernel: 1, stride: 2}}]}
              wrapped: {parameters: {body: layers}, network: "${body}"}

            """
        #expect(findings(modules + "network:\n" + steps).map(\.code.rawValue) == [])
        let loud = steps.replacing("lint: {unseen-input: off}", with: "lint: {}")
        #expect(Set(findings(modules + "network:\n" + loud).map(\.code.rawValue)) == ["unseen-input"])
    }

    @Test func theNearestStepHasTheLastWord() throws {
        let text = """
            lint: {unseen-input: off}
            modules:
              halved: {network: [{max-pool: {name: a, kernel: 1, stride: 2}}, {max-pool: {name: b, kernel: 1, stride: 2, lint: {unseen-input: warning}}}]}
            network:
              - halved: {lint: {unseen-input: error}}
              - max-pool: {kernel: 1, stride: 2}
            """
        let found = findings(text)
        #expect(found.map { "\($0.severity) \($0.span?.start.column ?? 0)" } == ["error 62", "warning 107"])
    }

    @Test func usesOfOneModuleAreToldApart() throws {
        let text = """
            modules:
              unit: {network: [{convolution: {filters: 8, kernel: 1}}, batch-norm]}
            network:
              - unit
              - unit: {lint: {bias-before-batch-norm: off}}
              - unit
            """
        let found = findings(text)
        #expect(found.map(\.help) == ["write `bias: false`, which saves 16 parameters in 2 layers"])
    }

    @Test(arguments: [
        ("{unseen-inputs: off}", "unknown-key", "write `unseen-input`"),
        ("{unseen-input: no}", "wrong-type", nil), ("off", "wrong-type", "lint: {unseen-input: off}"),
        // The rate is no layer's.
        ("{unusual-rate: off}", "unknown-key", "this key belongs in `lint`"),
    ]) func mistakesInLevelsOfStepsAreTold(lint: String, code: String, help: String?) throws {
        let found = findings("network:\n  - max-pool: {kernel: 2, lint: \(lint)}\n")
        #expect(found.map(\.code.rawValue) == [code])
        if let help { #expect(found.first?.help?.contains(help) == true, "\(found)") }
    }
}
