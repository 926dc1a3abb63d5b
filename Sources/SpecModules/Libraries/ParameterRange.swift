import SpecSyntax

/// The numbers that a parameter may be, or be made of; both ends belong to them. Nil is no end.
package struct ParameterRange: Hashable, Sendable {
    var minimum: Double?
    var maximum: Double?

    var isEmpty: Bool {
        guard let minimum, let maximum else { return false }
        return maximum < minimum
    }

    func contains(_ number: Double) -> Bool {
        minimum.map { $0 <= number } ?? true && maximum.map { number <= $0 } ?? true
    }

    /// Follows "a whole number": ` from 1 to 512`, ` of at least 1`, ` of at most 512`, or nothing.
    var description: String {
        switch (minimum, maximum) {
        case (nil, nil): ""
        case (let minimum?, nil): " of at least \(shortest(minimum))"
        case (nil, let maximum?): " of at most \(shortest(maximum))"
        case (let minimum?, let maximum?): " from \(shortest(minimum)) to \(shortest(maximum))"
        }
    }

    /// The same for editors, over whole numbers.
    var integers: ValueSchema {
        .integer((minimum.flatMap { Int(exactly: $0) } ?? .min)...(maximum.flatMap { Int(exactly: $0) } ?? .max))
    }

    var numbers: ValueSchema { .number(NumberLimits(atLeast: minimum, atMost: maximum)) }
}
