package import Layers

/// What the optimiser does to one parameter, beside what it does to all.
package struct ParameterTreatment: Hashable, Sendable {
    /// The learning rate is multiplied by this.
    package let rateFactor: Double
    /// The weight decay is multiplied by this.
    package let decayFactor: Double
    /// Whether it stays as it is.
    package let isFrozen: Bool

    package init(rateFactor: Double = 1, decayFactor: Double = 1, isFrozen: Bool = false) {
        self.rateFactor = rateFactor
        self.decayFactor = decayFactor
        self.isFrozen = isFrozen
    }
}

/// What weight decay acts on.
package enum DecayScope: String, Sendable, CustomStringConvertible {
    case all
    /// Weights of convolutions and linear layers; neither biases nor what normalises.
    case weightsOnly = "weights-only"

    package var description: String { rawValue }

    fileprivate func includes(_ parameter: ParameterSpecification.Name) -> Bool {
        self == .all || parameter == .weight
    }
}

extension TrainSettings {
    /// What becomes of a parameter: of each thing that rules can say, the last one that matches and says it wins. `decay`
    /// stands before all rules.
    ///
    /// - Parameter path: `stem/conv.weight`
    package func treatment(of path: String, _ parameter: ParameterSpecification.Name) -> ParameterTreatment {
        let said = rules.filter { $0.match.matches(path) }
        return ParameterTreatment(
            rateFactor: said.compactMap(\.rateFactor).last ?? 1,
            decayFactor: said.compactMap(\.decayFactor).last ?? (decay.includes(parameter) ? 1 : 0),
            isFrozen: said.compactMap(\.isFrozen).last ?? false)
    }
}
