/// A number weighed by straight lines in place of its logistic function.
///
/// `output = input · min(max(input + 3, 0), 6) / 6`; the slope at −3 and below is taken as 0, at 3 and above as 1.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Howard et al., "Searching for MobileNetV3", ICCV 2019; PyTorch's `Hardswish`.
package struct HardSwish: ActivationLayer {
    package static let kind = LayerKind(
        "hard-swish", help: "x · relu6(x + 3) / 6", aliases: ["hswish", "hardsilu"]
    ) { _ in HardSwish() }

    package var operationsPerNumber: Int { 5 }

    package func value(_ x: Double) -> Double { x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6 }
    package func slope(_ x: Double) -> Double { x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6 }
}
