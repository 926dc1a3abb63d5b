import Glibc
import SpecSyntax
package import Tensors

/// A power of a line.
///
/// `output = (shift + scale · input)^power`. A negative base has no power that is not whole: the output is not a number then.
///
/// `input: [N, …]` → `output: [N, …]`. Source: Caffe's `power_layer.cpp`.
package struct Power: ElementwiseLayer {
    package let power: Double
    package let scale: Double
    package let shift: Double

    package static let kind = LayerKind(
        "power", help: "(shift + scale · x)^power, with fixed numbers", aliases: ["pow"]
    ) { fields in
        Power(
            power: fields.optional("power", .number(-100...100), default: 1, help: "the exponent"),
            scale: fields.optional("scale", .number(-1e6...1e6), default: 1, help: "the factor"),
            shift: fields.optional("shift", .number(-1e6...1e6), default: 0, help: "the summand"))
    }

    package var operationsPerNumber: Int { power == 1 ? 2 : 3 }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { isLine ? .nothing : .inputs }

    /// Whether the slope is the same everywhere.
    private var isLine: Bool { power == 1 || power * scale == 0 }

    package func value(_ x: Double) -> Double { power == 1 ? shift + scale * x : pow(shift + scale * x, power) }

    /// `power · scale · (shift + scale · x)^(power − 1)`
    package func slope(_ x: Double) -> Double {
        if isLine { return power * scale }
        return power * scale * pow(shift + scale * x, power - 1)
    }
}
