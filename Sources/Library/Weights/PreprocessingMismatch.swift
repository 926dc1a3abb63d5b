import Diagnostics
package import Recipes

/// Weights that were trained on pictures prepared otherwise than the spec prepares them: what they say of such means little.
package struct PreprocessingMismatch: UserMistake {
    package let description: String

    package var help: String? {
        "write `input` and `data` as in the spec that the weights were trained with; to try other pictures on purpose, change them "
            + "with `--set data.…`"
    }

    /// Nil where pictures are prepared alike, or one of the two does not say how.
    ///
    /// - Parameters:
    ///   - path: of the weights.
    ///   - known: what they say.
    ///   - found: what the spec says.
    package init?(_ path: String, known: Preprocessing?, found: Preprocessing?) {
        guard let known, let found, let (wanted, given) = known.difference(to: found) else { return nil }
        description = "pictures for `\(path)` must be \(wanted), as it was trained, and the spec has them \(given)"
    }
}
