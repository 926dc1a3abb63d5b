import Layers
import SpecSyntax

/// Two parts in 0 ..< 1 that stay of two running means.
package struct Betas: Hashable, Sendable, CustomStringConvertible {
    package let first: Double
    package let second: Double

    package init(_ first: Double, _ second: Double) {
        (self.first, self.second) = (first, second)
    }

    /// `[0.9, 0.999]`, as specs have it.
    package var description: String { "[\(shortest(first)), \(shortest(second))]" }
}

/// A learning rate that its inventors, or many after them, have found to suit.
package struct UsualRate: Hashable, Sendable {
    package let rate: Double
    /// Completes "usual is …": `0.001 at any batch`.
    package let rule: String

    package init(_ rate: Double, _ rule: String) {
        (self.rate, self.rule) = (rate, rule)
    }
}

/// The fields that several optimisers have; what stands for one that is left out is said by each optimiser's `init`.
extension FieldReader {
    func learningRate(default value: Double) -> Double {
        optional("rate", .positiveNumber, default: value, help: "the learning rate, which the schedule may change")
    }

    func momentum(default value: Double) -> Double {
        optional("momentum", .fraction, default: value, help: "how much of the velocity stays from step to step")
    }

    /// Added to the gradient.
    func weightDecay(default value: Double) -> Double {
        optional(
            "weight-decay", .number(0...1e6), default: value, help: "this times each value is added to its gradient")
    }

    /// Whether values or their signs are added.
    func decayForm(default value: DecayForm) -> DecayForm {
        optional(
            "decay-form", .word(["l2": .l2, "l1": .l1]), default: value,
            help: "`l1` adds `weight-decay` times the sign of each value to its gradient, in place of the value")
    }

    /// Apart from the gradient.
    func decoupledDecay(default value: Double) -> Double {
        optional(
            "weight-decay", .number(0...1e6), default: value,
            help: "this times the rate and each value is taken from it in each step")
    }

    func betas(default value: Betas) -> Betas {
        optional("betas", .betas, default: value, help: "how much of the two running means stays from step to step")
    }

    func eps(default value: Double) -> Double {
        optional("eps", .positiveNumber, default: value, help: "added to the divisor, against a division by 0")
    }

    func amsgrad(default value: Bool) -> Bool {
        optional("amsgrad", .boolean, default: value, help: "divides by the largest mean square so far")
    }
}

extension FieldFormat where Value == Betas {
    /// `[0.9, 0.999]`
    fileprivate static var betas: FieldFormat {
        let part = FieldFormat<Double>.fraction
        return FieldFormat(
            "a list of two numbers, each at least 0 and below 1", placeholder: Betas(0, 0),
            schema: .list(of: part.schema(), count: 2...2)
        ) { node, context in
            guard let items = node.sequence, items.count == 2, case .value(let first) = part.read(items[0], context),
                case .value(let second) = part.read(items[1], context)
            else { return .unfit }
            return .value(Betas(first, second))
        }
    }
}

/// A number above 0 as float32, where it may not become 0.
func leastFloat(_ value: Double) -> Float { max(Float(value), .leastNormalMagnitude) }
