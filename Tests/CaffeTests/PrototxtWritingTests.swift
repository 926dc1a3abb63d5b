import Caffe
import Diagnostics
import Networks
import Reports
import SpecCompiler
import SpecSyntax
import Tensors
import TestSupport
import Testing

@Suite("layers of specs as Caffe's")
struct PrototxtWritingTests {
    /// On a picture of 8×8 `half` of a kernel of 3 is 1, and so is `same-upper` at a stride of 1.
    @Test(
        "padding is written as the number that it comes to",
        arguments: [
            ("kernel: 3, pad: half", "pad: 1"), ("kernel: 3, pad: same-upper", "pad: 1"),
            ("kernel: 3, pad: same", "pad: 1"), ("kernel: 3, pad: {before: 1, after: 1}", "pad: 1"),
            ("kernel: 5, stride: 2, pad: half", "pad: 2"), ("kernel: 3, dilation: 2, pad: half", "pad: 2"),
            ("kernel: [1, 5], pad: half", "pad_w: 2"), ("kernel: 2, stride: 2, pad: same-upper", nil),
            ("kernel: 4, pad: half", "pad: 1"),
        ] as [(String, String?)])
    func padding(_ fields: String, _ written: String?) throws {
        let before = try compiled(yaml: net("convolution: {name: a, filters: 4, \(fields)}"))
        let text = try prototxt(before)
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("pad") }
        #expect(lines.last.map(String.init) == written)
        try expectSame(before, compiled(["back.prototxt": text], "back.prototxt"))
    }

    @Test(
        "pooling is rounded as makes its lengths",
        arguments: [
            ("max-pool: {name: a, kernel: 3, stride: 2}", true),
            ("max-pool: {name: a, kernel: 3, stride: 2, round: ceil}", false),
            ("average-pool: {name: a, kernel: 2, stride: 3, pad: same-upper}", true),
            ("average-pool: {name: a, kernel: 3, stride: 3, pad: 1, round: ceil}", false),
        ])
    func rounding(_ step: String, _ isFloor: Bool) throws {
        let before = try compiled(yaml: net(step))
        let text = try prototxt(before)
        #expect(text.contains("round_mode: FLOOR") == isFloor)
        try expectSame(before, compiled(["back.prototxt": text], "back.prototxt"))
    }

    /// Of 8 rows a window of 1 sees rows 0, 3 and 6 at a stride of 3. Rounded up there would be a fourth behind the picture, which
    /// Caffe keeps where there is no padding.
    @Test("a window that rounding up would put behind the picture is written as rounded down")
    func roundingBehind() throws {
        let before = try compiled(yaml: net("max-pool: {name: a, kernel: 1, stride: 3, round: ceil}"))
        let text = try prototxt(before)
        #expect(text.contains("round_mode: FLOOR"))
        let back = try compiled(["back.prototxt": text], "back.prototxt")
        #expect(back.network.nodes.map(\.outputShape) == [[4, 3, 3]])
        #expect(before.network.nodes.map(\.outputShape) == [[4, 3, 3]])
    }

    @Test(
        "layers of several of Caffe's come back as one",
        arguments: [
            "slice: {name: a, first: 1, channels: 2}", "slice: {name: a, channels: 2}", "slice: {name: a, first: 3}",
            "crop: {name: a, size: [5, 4]}", "crop: {name: a, size: 3, offset: [0, 5]}", "relu6", "swish",
            "batch-norm: {scale: false}", "batch-norm: {shift: false}", "batch-norm: {scale: false, shift: false}",
            "scale: {scale: no, shift: yes}", "convolution: {filters: 65_5, kernel: 1, bias: no}",
            "multiply: {a: [], b: [global-average-pool, sigmoid]}",
            "multiply: {a: [{convolution: {filters: 4, kernel: 1}}], b: []}",
            "transposed-convolution: {filters: 2, kernel: 4, stride: 2, pad: 1}",
        ])
    func several(_ step: String) throws {
        let before = try compiled(yaml: net(step))
        let text = try prototxt(before)
        try expectSame(before, compiled(["back.prototxt": text], "back.prototxt"))
    }

    @Test("ways to begin weights keep their names in Caffe, or become numbers")
    func fillers() throws {
        let ways = [
            "he", "{he: {fan: average}}", "xavier", "glorot", "{glorot: {gain: 2}}", "{glorot-normal: {gain: 1}}",
            "{kaiming-uniform: {a: 1, fan: fan-out}}", "{kaiming-normal: {fan: fan-in}}", "positive-unitball",
            "uniform-fan-in", "{gaussian: {mean: 1, deviation: 0.3}}", "{uniform: {min: -2, max: 0.1}}",
        ]
        let steps = ways.map { "convolution: {filters: 4, kernel: 3, pad: 1, weight-init: \($0), bias-init: xavier}" }
        let before = try compiled(
            yaml: net(
                (steps + ["flatten", "linear: {outputs: 10}"]).joined(separator: "}, {"),
                "classes: 10, train: {epochs: 1, optimizer: {sgd: {rate: 0.1}}}"))
        try expectSame(before, compiled(["back.prototxt": prototxt(before)], "back.prototxt"))
    }

    @Test("all that Caffe cannot say is told at once, each where it is written")
    func refusals() throws {
        let text = """
            netspec: 1
            input: {channels: 4, height: 8, width: 8}
            classes: 10
            modules:
              unit:
                network: [{upsample: {scale: 2}}]
            network:
              - convolution: {filters: 4, kernel: 3, stride: 2, pad: same-upper, weight-init: orthogonal}
              - unit
              - average-pool: {kernel: 3, stride: 1, pad: 1, include-pad: false}
              - transposed-convolution: {filters: 4, kernel: 3, stride: 2, output-pad: 1}
              - gelu
              - linear: {outputs: 10}
              - softmax-cross-entropy: {label-smoothing: 0.1}
            train: {epochs: 1, optimizer: {sgd: {rate: 0.1}}}
            """
        let collector = DiagnosticCollector()
        #expect(PrototxtConversion.text(of: try compiled(yaml: text), into: collector) == nil)
        let errors = collector.diagnostics.filter { $0.severity == .error }
        MistakeCase(
            text,
            "8:58 caffe-unsupported `convolution` cannot be written for Caffe: its padding must be the same on both sides, found 0 above and 1 below of a height of 8 | `pad: half`",
            "8:83 caffe-unsupported it has no filler like `orthogonal`",
            "6:16 caffe-unsupported `unit/upsample` cannot be written for Caffe: Caffe has no layer like `upsample`",
            "10:63 caffe-unsupported its mean leaves the padding out",
            "11:76 caffe-unsupported its `Deconvolution` has no `output-pad`",
            "12:5 caffe-unsupported Caffe has no layer like `gelu`",
            "14:46 caffe-unsupported its loss has no `label-smoothing` | remove `label-smoothing`"
        ).check(errors)
        #expect(errors[2].notes.isEmpty == false)
    }

    @Test("what a network without its spec has no room for is told")
    func left() throws {
        let text = """
            netspec: 1
            input: {channels: 3, height: 32, width: 32}
            classes: 10
            network: [{linear: {outputs: 10}}]
            data: {source: cifar10}
            train:
              epochs: 1
              optimizer: {sgd: {rate: 0.1}}
              rules: [{match: "*.bias", rate: 2}]
            """
        let collector = DiagnosticCollector()
        #expect(PrototxtConversion.text(of: try compiled(yaml: text), into: collector) != nil)
        MistakeCase(
            text, "5:1 caffe-difference `data` is left out | `Data` layer",
            "6:1 caffe-difference `train` is left out | solver"
        ).check(collector.diagnostics)
        #expect(collector.diagnostics.allSatisfy { $0.severity == .warning })
    }

    /// A network of one step on pictures of 4×8×8.
    private func net(_ step: String, _ more: String = "lint: {}") -> String {
        "{netspec: 1, input: {channels: 4, height: 8, width: 8}, \(more), network: [\(step.contains(":") ? "{\(step)}" : step)]}"
    }
}
