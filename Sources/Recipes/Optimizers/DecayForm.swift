/// By what weights are drawn towards 0: what is added to the gradient `g` of a value `w`.
package enum DecayForm: String, Sendable, CustomStringConvertible {
    /// `decay · w`, the gradient of `decay / 2 · w²`.
    case l2
    /// `decay · sign(w)`, the gradient of `decay · |w|`; of a value that is 0 it is 0. Source: `SGDSolver::Regularize` of Caffe
    /// 1.0 with `regularization_type: "L1"`.
    case l1

    package var description: String { rawValue }
}

extension DecayForm {
    /// A rule with a decay of this form.
    ///
    /// - Parameters:
    ///   - strength: times the value or its sign is added to the gradient.
    ///   - rule: the same rule with `decay · w` added to the gradient, for a decay.
    @inline(__always)
    func rule<Rule: VectorRule>(decay strength: Double, _ rule: (Float) -> Rule) -> any UpdateRule {
        switch self {
        case .l2: rule(Float(strength))
        case .l1: SignDecay(rule: rule(0), strength: Float(strength))
        }
    }
}

/// A rule that adds the signs of the values, times a strength, to their gradients before another does the rest.
private struct SignDecay<Rule: VectorRule>: VectorRule {
    let rule: Rule
    let strength: Float

    @inline(__always)
    func change(_ value: inout Vector, _ gradient: Vector, _ memory: inout Rule.Memory) {
        let sign = Vector(repeating: 0).replacing(with: 1, where: value .> 0).replacing(with: -1, where: value .< 0)
        rule.change(&value, gradient + strength * sign, &memory)
    }
}
