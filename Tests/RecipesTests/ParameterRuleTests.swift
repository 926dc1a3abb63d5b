import Layers
import Recipes
import Testing

@Suite struct ParameterRuleTests {
    @Test(
        arguments: [
            ("stem/*", "stem/conv.weight", true), ("stem/*", "stem.weight", false), ("stem*", "stem.weight", true),
            ("*.bias", "inception_3a/1x1/conv.bias", true), ("*.bias", "a.bias.b", false),
            ("*/bn.shift", "inception_3a/1x1/bn.shift", true), ("*/bn.shift", "bn.shift", false),
            ("*", "anything.weight", true), ("a.weight", "a.weight", true), ("a.weight", "aa.weight", false),
            ("in*/*x*/*.w*t", "inception_3a/1x1/conv.weight", true), ("a*a", "a", false), ("a*a", "aa", true),
            ("**", "a", true), ("a*b*c", "abbc", true), ("a*b*c", "acb", false), ("", "a", false),
        ] as [(String, String, Bool)])
    func patterns(pattern: String, path: String, matches: Bool) {
        #expect(PathPattern(pattern).matches(path) == matches, "\(pattern) \(path)")
    }

    /// Of each thing, the last rule that matches and says it.
    @Test func theLastThatSaysItWins() {
        let settings = settings([
            ParameterRule(PathPattern("*"), rateFactor: 2, isFrozen: true),
            ParameterRule(PathPattern("head*"), isFrozen: false),
            ParameterRule(PathPattern("*.bias"), rateFactor: 4, decayFactor: 0.5),
            ParameterRule(PathPattern("head.bias"), rateFactor: 8),
        ])
        #expect(settings.treatment(of: "stem.weight", .weight) == ParameterTreatment(rateFactor: 2, isFrozen: true))
        #expect(settings.treatment(of: "head.weight", .weight) == ParameterTreatment(rateFactor: 2))
        #expect(
            settings.treatment(of: "head.bias", .bias) == ParameterTreatment(rateFactor: 8, decayFactor: 0.5))
    }

    /// Biases and what normalises are left out of the decay, unless a rule has it otherwise.
    @Test func decayOfWeightsOnly() {
        let settings = settings([ParameterRule(PathPattern("fc.bias"), decayFactor: 1)], decay: .weightsOnly)
        for name in [ParameterSpecification.Name.bias, .scale, .shift] {
            #expect(settings.treatment(of: "a.\(name.rawValue)", name).decayFactor == 0)
        }
        #expect(settings.treatment(of: "a.weight", .weight).decayFactor == 1)
        #expect(settings.treatment(of: "fc.bias", .bias).decayFactor == 1)
    }

    private func settings(_ rules: [ParameterRule], decay: DecayScope = .all) -> TrainSettings {
        TrainSettings(epochs: 1, optimizer: SGD(rate: 0.1), rules: rules, decay: decay)
    }
}
