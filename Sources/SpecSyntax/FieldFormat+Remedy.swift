import Diagnostics

extension FieldFormat {
    /// The same format, with advice on a value that does not fit.
    package func suggesting(_ remedy: @escaping @Sendable (SyntaxNode) -> String?) -> FieldFormat {
        var format = self
        format.remedy = remedy
        return format
    }
}

extension SyntaxNode {
    /// How to write, where a list is wanted, what stands there alone or as a mapping.
    package var asListRemedy: String? {
        if let scalar, !isEmpty { return "write `[\(abbreviated(scalar.text))]`" }
        return mapping?.first.map { "begin each item with a dash: `- \(abbreviated($0.key)): …`" }
    }

    /// How to write `3x5` where a height and a width are wanted.
    package var asExtentRemedy: String? {
        let sides = scalar?.text.split(omittingEmptySubsequences: false) { "xX×*".contains($0) }.map { side in
            parseInteger(String(side))
        }
        guard let sides, sides.count == 2, let height = sides[0], let width = sides[1] else { return nil }
        return "write `\(Extent(height: height, width: width))`"
    }

    /// What to say of a whole number that is too large for any field.
    package var asIntegerRemedy: String? {
        isBeyondLargestInteger(scalar?.text ?? "") ? "a whole number here is at most \(largestInteger)" : nil
    }
}
