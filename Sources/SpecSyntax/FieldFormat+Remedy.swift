package import Diagnostics

extension FieldFormat {
    /// The same format, with advice on a value that does not fit.
    package func suggesting(_ remedy: @escaping @Sendable (SyntaxNode) -> Remedy?) -> FieldFormat {
        var format = self
        format.remedy = remedy
        return format
    }
}

extension SyntaxNode {
    /// ``write `text` `` in the place of this value, in quotes where it must have them. The change is carried where the value is
    /// written as it is: one that an expression makes is changed elsewhere.
    package func remedy(writing text: String) -> Remedy {
        remedy(text, source: Scalar(meaning: text).written)
    }

    /// The same for a list or a mapping as it stands in a line, `[3, 5]`.
    package func remedy(writingFlow text: String) -> Remedy { remedy(text, source: text) }

    private func remedy(_ text: String, source: String) -> Remedy {
        Remedy("write `\(text)`", edits: provenance?.expression == nil ? span.edits(writing: source) : [])
    }

    /// How to write, where a list is wanted, what stands there alone or as a mapping.
    package var asListRemedy: Remedy? {
        if let scalar, !isEmpty {
            return Remedy(
                "write `[\(abbreviated(scalar.text))]`",
                edits: span.text.map { provenance == nil ? span.edits(writing: "[\($0)]") : [] } ?? [])
        }
        return mapping?.first.map { "begin each item with a dash: `- \(abbreviated($0.key)): …`" }
    }

    /// How to write `3x5` where a height and a width are wanted.
    package var asExtentRemedy: Remedy? {
        let sides = scalar?.text.split(omittingEmptySubsequences: false) { "xX×*".contains($0) }.map { side in
            parseInteger(String(side))
        }
        guard let sides, sides.count == 2, let height = sides[0], let width = sides[1] else { return nil }
        return remedy(writingFlow: "\(Extent(height: height, width: width))")
    }

    /// What to say of a whole number that is too large for any field.
    package var asIntegerRemedy: Remedy? {
        isBeyondLargestInteger(scalar?.text ?? "") ? "a whole number here is at most \(largestInteger)" : nil
    }
}
