package import SpecSyntax

extension FieldFormat where Value == Double {
    /// A number in 0 ..< 1: a part that is never the whole.
    package static var fraction: FieldFormat {
        FieldFormat(
            scalar: "a number of at least 0 and below 1", placeholder: 0,
            schema: .number(NumberLimits(atLeast: 0, below: 1))
        ) { text in
            parseNumber(text).flatMap { (0..<1).contains($0) ? $0 : nil }
        }
    }
}
