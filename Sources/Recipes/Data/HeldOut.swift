import SpecSyntax

/// How many of the training pictures are held out for validation.
package enum HeldOut: Hashable, Sendable {
    case count(Int)
    /// Of the training pictures, from 0 to 1.
    case share(Double)

    package func count(of pictures: Int) -> Int {
        switch self {
        case .count(let count): count
        case .share(let share): Int((share * Double(pictures)).rounded())
        }
    }

    /// What to write instead of what holds out too many, or none.
    ///
    /// - Parameter most: pictures that can be held out.
    package static func remedy(most: Int) -> String {
        switch most {
        case ..<1: "leave out `validation`: nothing can be held out of so few pictures"
        case ..<10: "write `validation: 1`"
        default: "write `validation: 0.1` to hold a tenth out"
        }
    }

    /// As it is written in a spec.
    package var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .share(let share): "\(share)"
        }
    }
}

extension FieldFormat where Value == HeldOut {
    /// `5000`, or `0.1` of them.
    static var heldOut: FieldFormat {
        FieldFormat(
            scalar: "a whole number of pictures of at least 1, or a share of them between 0 and 1",
            placeholder: .count(1),
            schema: .either([.integer(1...largestInteger), .number(NumberLimits(above: 0, below: 1))])
        ) { text in
            if let count = parseInteger(text) { return (1...largestInteger).contains(count) ? .count(count) : nil }
            return parseNumber(text).flatMap { $0 > 0 && $0 < 1 ? .share($0) : nil }
        }
    }
}
