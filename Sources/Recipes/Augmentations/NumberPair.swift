import SpecSyntax

/// A least and a greatest number.
package struct NumberPair: Hashable, Sendable, CustomStringConvertible {
    package let least: Double
    package let greatest: Double

    package init(_ least: Double, _ greatest: Double) {
        self.least = least
        self.greatest = greatest
    }

    /// As specs write it.
    package var description: String { "[\(least), \(greatest)]" }
}

extension FieldFormat where Value == NumberPair {
    /// `[least, greatest]` within a range.
    static func ascending(_ range: ClosedRange<Double>) -> FieldFormat {
        let part = FieldFormat<Double>.number(range)
        return FieldFormat(
            "`[least, greatest]`, each \(part.description)",
            placeholder: NumberPair(range.lowerBound, range.upperBound),
            schema: .list(of: part.schema(), count: 2...2)
        ) { node, context in
            guard let items = node.sequence, items.count == 2, case .value(let least) = part.read(items[0], context),
                case .value(let greatest) = part.read(items[1], context), least <= greatest
            else { return .unfit }
            return .value(NumberPair(least, greatest))
        }
    }
}
