import SpecSyntax
package import Tensors

/// ReLU that lets a part of negative numbers through.
///
/// `output = input` above 0, else `slope · input`; the slope at 0 is that of negative numbers.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Maas, Hannun and Ng, ICML 2013; PyTorch's `LeakyReLU`, Caffe's `ReLU` with
/// `negative_slope`.
package struct LeakyReLU: ActivationLayer {
    /// From 0 to 1, so that the output's sign is the input's.
    package let negativeSlope: Double

    package static let kind = LayerKind(
        "leaky-relu", help: "multiplies negative numbers by a small slope", aliases: ["lrelu", "leaky"]
    ) { fields in
        LeakyReLU(
            negativeSlope: fields.optional("slope", .number(0...1), default: 0.01, help: "what negative numbers count"))
    }

    package var operationsPerNumber: Int { 2 }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .output }

    package func value(_ x: Double) -> Double { x > 0 ? x : negativeSlope * x }
    package func slope(_ x: Double) -> Double { x > 0 ? 1 : negativeSlope }
}
