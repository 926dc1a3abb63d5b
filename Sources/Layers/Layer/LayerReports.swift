package import Tensors

/// What explanations, advice and lints ask a layer, for inputs that `outputShape` accepts.
package protocol LayerReports: Sendable {
    /// What one place of the output sees of the input, for receptive fields.
    func sight(_ inputs: [Shape]) -> Sight

    /// How each length of the output came about.
    func lengthRules(_ inputs: [Shape]) -> [LengthRule]

    /// What fields that are rules, or that are left out, come to for these inputs, by their names: `pad` as rows above and
    /// below, columns to the left and to the right; `offset` as rows and columns; a count alone.
    func resolvedFields(_ inputs: [Shape]) -> [String: [Int]]

    /// Field values with which the layer would make this shape of these inputs; nil where a change of one or two fields
    /// does not. For advice: they need not be what was meant.
    func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange?

    /// The part of the input that the output does not depend on because of where windows stop; nil where there is none.
    func unseenInput(_ inputs: [Shape]) -> LayerRemark?

    /// A padding that means one thing in one framework and another in the next, for these inputs; nil where there is none.
    func ambiguousPadding(_ inputs: [Shape]) -> LayerRemark?

    /// Whether the output is probabilities, of which a loss must not take the softmax again.
    var givesProbabilities: Bool { get }

    /// The parameter that adds a number of its own to each channel of the output; nil where there is none.
    var channelSummand: ParameterSpecification.Name? { get }

    /// Whether each number of the output is the mean of one channel of the whole input, in the order of the channels.
    func averagesWholeChannels(_ inputs: [Shape]) -> Bool

    /// Whether the output is the numbers of the input in their order, in another shape.
    var onlyReshapes: Bool { get }

    /// Whether each output is a weighted sum of all numbers of the input, by the parameter `weight`, `[outputs, inputs]`, and
    /// `bias` where there is one.
    var weighsEverything: Bool { get }

    /// Whether each channel's mean is subtracted, so that a number added to a channel before has no effect.
    var subtractsChannelMeans: Bool { get }
}

extension LayerReports {
    package func sight(_ inputs: [Shape]) -> Sight { .place }
    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] { LengthRule.unchanged(inputs[0]) }
    package func resolvedFields(_ inputs: [Shape]) -> [String: [Int]] { [:] }
    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? { nil }
    package func unseenInput(_ inputs: [Shape]) -> LayerRemark? { nil }
    package func ambiguousPadding(_ inputs: [Shape]) -> LayerRemark? { nil }
    package var givesProbabilities: Bool { false }
    package var channelSummand: ParameterSpecification.Name? { nil }
    package func averagesWholeChannels(_ inputs: [Shape]) -> Bool { false }
    package var onlyReshapes: Bool { false }
    package var weighsEverything: Bool { false }
    package var subtractsChannelMeans: Bool { false }
}
