package import SpecSyntax

/// A stretch of a training: so many epochs, so many steps, or a part of all its steps.
package enum TrainingLength: Hashable, Sendable {
    case epochs(Double)
    case steps(Double)
    /// A part of all steps, from 0 to 100.
    case percent(Double)

    /// Whether it is longer in a longer training.
    package var dependsOnLength: Bool {
        if case .percent = self { return true }
        return false
    }

    /// In whole steps, to the nearest.
    package func steps(of total: Int, stepsPerEpoch: Int) -> Double {
        switch self {
        case .epochs(let count): (count * Double(stepsPerEpoch)).rounded()
        case .steps(let count): count.rounded()
        case .percent(let percent): (percent / 100 * Double(total)).rounded()
        }
    }
}

extension TrainingLength: CustomStringConvertible {
    /// As specs have it: `2`, `500 steps`, `30 %`.
    package var description: String {
        switch self {
        case .epochs(let count): shortest(count)
        case .steps(let count): "\(shortest(count)) \(count == 1 ? "step" : "steps")"
        case .percent(let percent): "\(shortest(percent)) %"
        }
    }

    /// The same for a sentence: `2 epochs`.
    package var words: String {
        guard case .epochs(let count) = self else { return description }
        return "\(description) \(count == 1 ? "epoch" : "epochs")"
    }
}

extension TrainingLength: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    package init(floatLiteral epochs: Double) { self = .epochs(epochs) }
    package init(integerLiteral epochs: Int) { self = .epochs(Double(epochs)) }
}

extension FieldFormat where Value == TrainingLength {
    /// A number of epochs, or a text such as `500 steps` or `30 %`; 0 is one.
    package static var length: FieldFormat { length(isPositive: false) }

    /// The same, above 0.
    package static var positiveLength: FieldFormat { length(isPositive: true) }

    private static func length(isPositive: Bool) -> FieldFormat {
        let bound = isPositive ? " above 0" : ""
        return FieldFormat(
            scalar: "a number of epochs\(bound), or a length such as `500 steps` or `30 %` of the run",
            placeholder: .epochs(1),
            schema: .either([
                .number(isPositive ? NumberLimits(above: 0) : NumberLimits(atLeast: 0)),
                .text(pattern: "^[0-9._eE+-]+ *(epochs?|steps?|%)$", isPlain: false),
            ])
        ) { text in
            parseLength(text).flatMap { length, count in isPositive && count == 0 ? nil : length }
        }
    }
}

/// The longest stretch in epochs or steps, so that products of it stay exact.
private let longest = 1e9

/// A length and its number; nil for what is none.
private func parseLength(_ text: String) -> (TrainingLength, Double)? {
    let match = text.wholeMatch(of: /([0-9._+-]+(?:[eE][+-]?[0-9]+)?) *(epochs?|steps?|%)?/)
    guard let match, let count = parseNumber(String(match.1)), (0...longest).contains(count) else { return nil }
    switch match.2 {
    case "step", "steps": return (.steps(count), count)
    case "%": return count <= 100 ? (.percent(count), count) : nil
    default: return (.epochs(count), count)
    }
}
