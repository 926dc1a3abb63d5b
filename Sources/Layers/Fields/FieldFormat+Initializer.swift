package import SpecSyntax
package import Tensors

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
        ChoiceCase("xavier", help: "U(−b, b), b = √(3/fan-in): Caffe's xavier") { _ in .xavier },
        ChoiceCase("glorot", help: "U(−b, b), b = √(6/(fan-in + fan-out))") { _ in .glorot },
        ChoiceCase("he", help: "N(0, 2/fan-in): Caffe's msra") { _ in .he },
        ChoiceCase("gaussian", help: "N(0, deviation²)") { fields in
            .gaussian(
                deviation: Float(fields.required("deviation", .positiveNumber, help: "standard deviation")))
        },
        ChoiceCase("constant", help: "the same number everywhere") { fields in
            .constant(Float(fields.required("value", .number, help: "the number")))
        },
    ]
}
