/// What may be written where a format is wanted, as far as an editor can know it: the source of the JSON Schema.
///
/// A format gives its schema beside its description and its reading, so that the three agree.
package indirect enum ValueSchema: Sendable {
    /// Whatever a later stage makes of it.
    case anything
    /// No value: `key:` with nothing behind it.
    case nothing
    /// A whole number; an odd one where `isOdd`.
    case integer(ClosedRange<Int>, isOdd: Bool = false)
    case number(NumberLimits)
    case boolean
    /// A text; `pattern` is a regular expression that it must match. Numbers and booleans are texts too, unless `isPlain` is
    /// false because none of them matches.
    case text(pattern: String? = nil, isPlain: Bool = true)
    /// One of a few words.
    case words([String])
    case list(of: ValueSchema, count: ClosedRange<Int> = 0...Int.max)
    /// One of a catalogue's kinds: its name, or its name with fields.
    case choice([Kind])
    /// A mapping with these fields; `others` is what any further key may have, nil where there must be none.
    case fields([FieldReader.Declaration], others: ValueSchema? = nil, dependent: [Dependency] = [])
    /// A mapping from names, which match a regular expression where there is one, to values; so many of them at least.
    case entries(pattern: String? = nil, of: ValueSchema, atLeast: Int = 0)
    case either([ValueSchema])
    /// A text with `${…}`, where the value comes of it.
    case expression
    /// A part of the language that many places share, by its name: `step`, `module`, `initialiser`.
    case part(String)

    /// Fields that may hold less where another field has a certain value.
    package struct Dependency: Sendable {
        package let field: String
        package let word: String
        package let fields: [FieldReader.Declaration]

        package init(where field: String, is word: String, _ fields: [FieldReader.Declaration]) {
            (self.field, self.word, self.fields) = (field, word, fields)
        }
    }

    /// One kind of a choice.
    package struct Kind: Sendable {
        package let name: String
        package let help: String
        package let fields: [FieldReader.Declaration]
        /// The field that a single word in the place of the fields is the value of.
        package let mainField: String?
    }
}

/// The bounds of a number; nil where there is none.
package struct NumberLimits: Hashable, Sendable {
    package var atLeast: Double?
    package var above: Double?
    package var atMost: Double?
    package var below: Double?

    package init(atLeast: Double? = nil, above: Double? = nil, atMost: Double? = nil, below: Double? = nil) {
        (self.atLeast, self.above, self.atMost, self.below) = (atLeast, above, atMost, below)
    }
}

extension ValueSchema {
    /// The one number that fits, where there is only one.
    var onlyValue: Int? {
        if case .integer(let range, _) = self, range.lowerBound == range.upperBound { return range.lowerBound }
        return nil
    }
}
