import Diagnostics
import Testing

@Suite("nearest names")
struct NearestNameTests {
    private static let layers = ["average-pool", "batch-norm", "concat", "convolution", "linear", "max-pool", "relu"]

    @Test(
        "what was meant",
        arguments: [
            ("convolutoin", "convolution"), ("conv", "convolution"), ("ReLU", "relu"), ("max_pool", "max-pool"),
            ("maxpool", "max-pool"), ("Batch Norm", "batch-norm"), ("linaer", "linear"), ("rleu", "relu"),
            ("avrage-pool", "average-pool"), ("concatenate", "concat"),
        ])
    func meant(_ written: String, _ expected: String) {
        #expect(nearestName(to: written, among: Self.layers) == expected)
    }

    @Test(
        "nothing is near", arguments: ["", "x", "softmax", "re", "pool", "🦊", String(repeating: "a", count: 100_000)])
    func nothing(_ written: String) {
        #expect(nearestName(to: written, among: Self.layers) == nil)
    }

    @Test("the nearest wins, and of two equally near the first")
    func order() {
        #expect(nearestName(to: "kernal", among: ["kernels", "kernel"]) == "kernel")
        #expect(nearestName(to: "con3", among: ["con1", "con2"]) == "con1")
        #expect(nearestName(to: "kernel", among: [String]()) == nil)
    }
}
