import Diagnostics
package import SpecSyntax
package import Tensors

extension Initializer {
    /// - Throws: `ShapeError` when a layer's parameter of that shape cannot begin so.
    func check(_ parameter: String, _ shape: Shape, field: String) throws(ShapeError) {
        guard let wanted = misfit(shape) else { return }
        throw ShapeError(
            "`\(field)` is for \(wanted), and `\(parameter)` here is \(shape)", help: "choose another initialiser",
            blame: .field(field))
    }

    /// The same for a convolution of so many groups.
    func inGroups(_ groups: Int) -> Initializer {
        if case .dirac(_, let others) = self { .dirac(groups: groups, others: others) } else { self }
    }
}

extension FieldFormat where Value == Initializer {
    /// How numbers begin: `he`, `xavier`, `constant: {value: 0.2}`, …
    package static var initializer: FieldFormat<Initializer> { anyInitializer }
}

/// Made once, since networks of many layers read it many times.
private let anyInitializer = FieldFormat<Initializer>.choice(
    of: "an initialiser", InitializerCatalogue.choices, placeholder: .constant(0), sharedAs: "initialiser")

/// Every initialiser that specs can name.
package enum InitializerCatalogue {
    package static let choices: [ChoiceCase<Initializer>] = [
        ChoiceCase("uniform-fan-in", help: "U(−b, b), b = 1/√fan-in: PyTorch's default") { _ in .uniformFanIn },
        ChoiceCase("xavier", help: "U(−b, b), b = √(3/fan): Caffe's xavier") { .xavier(fan: fan($0)) },
        ChoiceCase("glorot", help: "U(−b, b), b = gain · √(6/(fan-in + fan-out)): PyTorch's xavier_uniform_") {
            .glorot(gain: gain($0))
        },
        ChoiceCase("glorot-normal", help: "N(0, gain² · 2/(fan-in + fan-out)): PyTorch's xavier_normal_") {
            .glorotNormal(gain: gain($0))
        },
        ChoiceCase("he", help: "N(0, 2/fan): Caffe's msra") { .he(fan: fan($0)) },
        ChoiceCase("kaiming-uniform", help: "U(−b, b), b = √(6/((1 + a²) · fan)): PyTorch's kaiming_uniform_") {
            .kaimingUniform(slope: slope($0), fan: fan($0))
        },
        ChoiceCase("kaiming-normal", help: "N(0, 2/((1 + a²) · fan)): PyTorch's kaiming_normal_") {
            .kaimingNormal(slope: slope($0), fan: fan($0))
        },
        ChoiceCase("gaussian", help: "N(mean, deviation²)") { fields in
            .gaussian(
                mean: Float(fields.optional("mean", .initialNumber, default: 0, help: "the middle")),
                deviation: deviation(fields))
        },
        ChoiceCase("truncated-normal", help: "N(mean, deviation²), without what is far from the mean") { fields in
            .truncatedNormal(
                mean: Float(fields.optional("mean", .initialNumber, default: 0, help: "the middle")),
                deviation: deviation(fields),
                low: Float(
                    fields.optional(
                        "low", .number(-100 ... -0.01), default: -2, help: "the lowest, in deviations from the mean")),
                high: Float(
                    fields.optional(
                        "high", .number(0.01...100), default: 2, help: "the highest, in deviations from the mean")))
        },
        ChoiceCase("uniform", help: "U(min, max)", make: uniform),
        ChoiceCase("constant", help: "the same number everywhere") { fields in
            .constant(Float(fields.required("value", .initialNumber, help: "the number")))
        },
        ChoiceCase("positive-unitball", help: "U(0, 1), divided by the sum of each output's: Caffe's positive_unitball")
        {
            _ in .positiveUnitBall
        },
        ChoiceCase("bilinear", help: "interpolation between neighbours: Caffe's bilinear") { _ in .bilinear },
        ChoiceCase("dirac", help: "the first filters pass the channels on: PyTorch's dirac_") { fields in
            .dirac(
                groups: 1,
                others: fields.optional(
                    "others", .initializer, default: .constant(0), help: "how the filters beyond the channels begin"))
        },
        ChoiceCase("orthogonal", help: "a random orthogonal matrix: PyTorch's orthogonal_") {
            .orthogonal(gain: gain($0))
        },
        ChoiceCase(
            "patch-whitening", help: "whitens the patches of the training pictures; for the first convolution"
        ) { fields in
            .patchWhitening(
                epsilon: Float(
                    fields.optional(
                        "epsilon", .number(1e-8...1), default: 5e-4, help: "added to the variance in each direction")))
        },
    ]

    private static func fan(_ fields: FieldReader) -> Initializer.Fan {
        fields.optional(
            "fan", .word(["fan-in": .input, "fan-out": .output, "average": .average]), default: .input,
            help: "what it is scaled by: inputs of an output, outputs of an input, or the mean of the two")
    }

    private static func gain(_ fields: FieldReader) -> Float {
        Float(fields.optional("gain", .number(1e-6...1e6), default: 1, help: "what all is multiplied by"))
    }

    private static func slope(_ fields: FieldReader) -> Float {
        Float(
            fields.optional("a", .number(-100...100), default: 0, help: "the slope of the ReLU behind, below 0"))
    }

    private static func deviation(_ fields: FieldReader) -> Float {
        Float(fields.required("deviation", .number(1e-30...1e6), help: "standard deviation"))
    }

    private static func uniform(_ fields: FieldReader) -> Initializer {
        let low = fields.optional("min", .initialNumber, default: 0, help: "the lowest")
        let high = fields.optional("max", .initialNumber, default: 1, help: "the highest")
        if !fields.failed, low > high {
            fields.report(
                Diagnostic(
                    .contradiction, "`min` must be at most `max`, `\(shortest(high))`, found `\(shortest(low))`",
                    at: fields.span(of: "min"), help: "put the lower one in `min`"))
        }
        return .uniform(low: Float(low), high: Float(high))
    }
}

extension Initializer.Fan: CustomStringConvertible {
    package var description: String { rawValue }
}

extension FieldFormat where Value == Double {
    /// A number that fits into float32 with room for sums of it.
    fileprivate static var initialNumber: FieldFormat { .number(-1e30...1e30) }
}
