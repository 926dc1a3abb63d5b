import Caffe
import Diagnostics
import SpecCompiler
import SpecSyntax
import TestSupport
import Testing

/// A Caffe file made to exhaust the program, and the codes of all that is said of it. `Tests/Hostile/prototxt_cases.py` holds
/// more of them, and larger ones, to time and memory.
struct HostileFile: Sendable, CustomTestStringConvertible {
    let name: String
    let codes: Set<String>
    let text: @Sendable () -> String

    init(_ name: String, _ codes: Set<String>, _ text: @escaping @Sendable () -> String) {
        (self.name, self.codes, self.text) = (name, codes, text)
    }

    var testDescription: String { name }
}

@Suite("hostile Caffe files")
struct HostileTests {
    @Test("are answered", arguments: syntax + numbers + layers)
    func isAnswered(_ file: HostileFile) throws {
        let result = try SpecCompiler.compile("net.prototxt", from: .memory(["net.prototxt": file.text()]))
        #expect(Set(result.diagnostics.map(\.code.rawValue)) == file.codes)
        #expect((result.experiment == nil) == result.diagnostics.contains { $0.severity == .error })
        #expect(result.diagnostics.count <= 2 * (DiagnosticCollector.most + 1))
    }

    private static let syntax = [
        HostileFile("messages 20,000 deep", ["too-deep"]) { input + repeated("layer { ", 20_000) },
        HostileFile("messages in brackets 20,000 deep", ["too-deep"]) { repeated("a < ", 20_000) },
        HostileFile("lists in lists", ["prototxt-syntax"]) { input + "layer { bottom: " + repeated("[", 20_000) },
        HostileFile("a text that ends with the line", ["prototxt-syntax"]) {
            input + "layer { name: \"a\n type: \"ReLU\" }"
        },
        HostileFile("a text that ends with the file", ["prototxt-syntax"]) { input + "layer { name: \"a" },
        HostileFile("a text that ends in an escape", ["prototxt-syntax"]) { input + "layer { name: \"a\\" },
        HostileFile("an escape that makes no UTF-8", ["prototxt-syntax"]) { input + "layer { name: \"a\\377\" }" },
        HostileFile("zero bytes", ["prototxt-syntax"]) { repeated("\u{0}", 1000) },
        HostileFile("a message that does not end", ["prototxt-syntax"]) { input + "layer { name: \"a\"" },
        HostileFile("a message that nothing opened", ["prototxt-syntax"]) { input + "}" },
        HostileFile("nothing", ["caffe-input"]) { "" },
        HostileFile("more fields than there may be", ["too-large"]) { repeated("a:1 ", 260_000) },
        HostileFile("a word of a megabyte", ["prototxt-syntax"]) { repeated("a", 1 << 20) },
        HostileFile("conflicts of a merge that were left", ["prototxt-syntax"]) {
            "name: \"n\"\n<<<<<<< HEAD\nlayer { }\n=======\n>>>>>>> caffe\n"
        },
    ]

    private static let numbers = [
        HostileFile("a number of 100,000 digits", ["wrong-type"]) {
            input
                + layer("Convolution", "convolution_param { num_output: \(repeated("9", 100_000)) kernel_size: 3 }")
        },
        HostileFile("numbers beyond all", ["wrong-type"]) {
            input + layer("Power", "power_param { power: 1e999 scale: -1e999 }")
        },
        HostileFile("the largest lengths", ["wrong-type"]) {
            "input: \"data\" input_dim: [1, 2147483647, 2147483647, 2147483647] " + layer("ReLU", "")
        },
        HostileFile("the most outputs", ["shape"]) {
            input + layer("Convolution", "convolution_param { num_output: 2147483647 kernel_size: 3 }")
        },
        HostileFile("a weight of a loss that is next to nothing", ["caffe-difference", "wrong-type"]) {
            lossNet(weight: "loss_weight: 1e-200").replacing("top: \"l2\"", with: "top: \"l2\" loss_weight: 1e200")
        },
    ]

    private static let layers = [
        HostileFile("two layers that read each other", ["unknown-blob"]) {
            input
                + "layer { type: \"ReLU\" bottom: \"b\" top: \"a\" } layer { type: \"ReLU\" bottom: \"a\" top: \"b\" }"
        },
        HostileFile("a layer in place of itself", ["unknown-blob"]) {
            input + "layer { type: \"ReLU\" bottom: \"a\" top: \"a\" }"
        },
        HostileFile("more layers than there may be", ["too-many-layers"]) {
            input + repeated("layer { type: \"ReLU\" bottom: \"data\" top: \"data\" }\n", 21_000)
        },
        HostileFile("more mistakes than are told", ["unknown-layer", "too-many"]) {
            input + repeated("layer { type: \"Relu\" bottom: \"data\" top: \"data\" }\n", 3000)
        },
        HostileFile("channels that double and double", ["shape"]) {
            input + repeated("layer { type: \"Concat\" bottom: \"data\" bottom: \"data\" top: \"data\" }\n", 200)
        },
        HostileFile("a solver of itself", ["unknown-key"]) {
            "net: \"net.prototxt\" base_lr: 1 lr_policy: \"fixed\" max_iter: 1"
        },
        HostileFile("a solver of nothing", ["unreadable-net"]) {
            "net: \"\" base_lr: 1 lr_policy: \"fixed\" max_iter: 1"
        },
    ]

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static let input = "input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n"

    private static func layer(_ type: String, _ fields: String) -> String {
        "layer { name: \"l\" type: \"\(type)\" bottom: \"data\" top: \"l\" \(fields) }\n"
    }
}
