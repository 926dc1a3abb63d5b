package import SpecSyntax

/// A rule that changes learned numbers by their gradients.
///
/// Numbers are flat, as `ParameterStore` keeps them, so a rule does not know of layers.
package protocol Optimizer: Sendable {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Optimizer> { get }

    /// The learning rate that the spec gives; schedules scale or replace it.
    var rate: Double { get }

    /// How strongly values are drawn towards 0; 0 for not at all.
    var weightDecay: Double { get }

    /// The rate that is usual for so many pictures in a step; nil where nothing is.
    func usualRate(batch: Int) -> UsualRate?

    /// What is remembered of each learned number from step to step, as checkpoints name it: `velocity`.
    var stateNames: [String] { get }

    /// What a step does to each learned number, and to the `stateCount` numbers that are remembered of it.
    ///
    /// - Parameters:
    ///   - rate: the learning rate of this step.
    ///   - step: how many steps were made before.
    ///   - decayFactor: times `weightDecay` is the decay of these numbers.
    func rule(rate: Double, step: Int, decayFactor: Double) -> any UpdateRule
}

extension Optimizer {
    package func usualRate(batch: Int) -> UsualRate? { nil }

    package func rule(rate: Double, step: Int) -> any UpdateRule { rule(rate: rate, step: step, decayFactor: 1) }

    /// Numbers of state for each learned number.
    package var stateCount: Int { stateNames.count }
}

/// Every optimiser that specs can name. A new one adds its file and its line here.
package enum OptimizerCatalogue {
    package static let choices: [ChoiceCase<any Optimizer>] = [
        SGD.choice,
        Adam.choice,
        AdamW.choice,
        RMSProp.choice,
        AdaGrad.choice,
        AdaDelta.choice,
        Lion.choice,
    ]
}
