package import Tensors

/// An operation of a network: its fields, shape rule, parameters, cost and meaning, all in one file.
///
/// A layer answers every question about itself. Outside its file only layers that it may be joined with, and kernels made for
/// it, ask what type it is. `forward` and `backward` are the reference: plain, readable, and what every accelerated kernel
/// is held to.
package protocol Layer: Sendable {
    /// The name in specs, one line of help, how many inputs it takes, and how its fields are read.
    static var kind: LayerKind { get }

    /// The shape of the output for these inputs, batch left out.
    ///
    /// - Throws: `ShapeError` when the layer cannot take the inputs. The count of inputs has been checked before.
    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape

    /// The numbers the layer learns or keeps, for inputs that `outputShape` accepts. Their order is that of
    /// `LayerPass.parameters`.
    func parameters(_ inputs: [Shape]) -> [ParameterSpecification]

    /// Multiply-adds for one picture: of convolutions and linear layers, without biases; 0 for all else.
    func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int

    /// Operations of a group for one picture; 0 for groups that the layer has no part in.
    func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int

    /// What one place of the output sees of the input, for receptive fields.
    func sight(_ inputs: [Shape]) -> Sight

    /// The least that `backward` must know of the forward pass; the inputs, unless the layer says otherwise.
    func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds

    /// How each length of the output came about, for inputs that `outputShape` accepts.
    func lengthRules(_ inputs: [Shape]) -> [LengthRule]

    /// Field values with which the layer would make this shape of these inputs; nil where a change of one or two fields
    /// does not. For advice: they need not be what was meant.
    func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange?

    /// Whether the output is probabilities, of which a loss must not take the softmax again.
    var givesProbabilities: Bool { get }

    /// The parameter that adds a number of its own to each channel of the output; nil where there is none.
    var channelSummand: ParameterSpecification.Name? { get }

    /// Whether each channel's mean is subtracted, so that a number added to a channel before has no effect.
    var subtractsChannelMeans: Bool { get }

    /// The part of the input that the output does not depend on because of where windows stop; nil where there is none.
    func unseenInput(_ inputs: [Shape]) -> UnseenInput?

    /// One layer that does what this and then `next` do, with this one's parameters; nil where there is none.
    func absorbing(_ next: any Layer) -> (any Layer)?

    /// Whether these layers, one behind the other, can be done to this one's results as they are made, in evaluation.
    func takesIn(_ followers: [any Layer]) -> Bool

    /// Whether the output is the first input, number by number.
    func isIdentity(in phase: Phase) -> Bool

    /// Whether this layer and a sibling that reads the same tensor are one layer that puts the outputs of both side by side.
    func runsBeside(_ sibling: any Layer) -> Bool

    /// Whether training may compute the output again in the backward pass rather than keep it: it takes one sweep over the
    /// input, and kernels go back by places at most, not by input or output.
    var isCheapToRecompute: Bool { get }

    /// The channels of the output that are the inputs, unchanged and in order; empty where the output is something else.
    func inputChannels(_ inputs: [Shape]) -> [Range<Int>]

    /// The output, `[N] + outputShape`, from `pass.inputs`, each `[N] + input shape`.
    ///
    /// In training it may update buffers in `pass.parameters` and keep in `pass.saved` what `backward` will want.
    func forward(_ pass: inout LayerPass) -> Tensor

    /// The gradients of every input and parameter, from the output's. `pass` is as `forward` left it in training.
    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients
}

extension Layer {
    package func parameters(_ inputs: [Shape]) -> [ParameterSpecification] { [] }
    package func multiplyAdds(_ inputs: [Shape], output: Shape) -> Int { 0 }
    package func operations(_ group: OperationGroup, _ inputs: [Shape], output: Shape) -> Int { 0 }
    package func sight(_ inputs: [Shape]) -> Sight { .place }
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .inputs }
    package func lengthRules(_ inputs: [Shape]) -> [LengthRule] { LengthRule.unchanged(inputs[0]) }
    package func change(toMake wanted: Shape, from inputs: [Shape]) -> FieldChange? { nil }
    package var givesProbabilities: Bool { false }
    package var channelSummand: ParameterSpecification.Name? { nil }
    package var subtractsChannelMeans: Bool { false }
    package func unseenInput(_ inputs: [Shape]) -> UnseenInput? { nil }
    package func absorbing(_ next: any Layer) -> (any Layer)? { nil }
    package func takesIn(_ followers: [any Layer]) -> Bool { false }
    package func isIdentity(in phase: Phase) -> Bool { false }
    package func runsBeside(_ sibling: any Layer) -> Bool { false }
    package var isCheapToRecompute: Bool { false }
    package func inputChannels(_ inputs: [Shape]) -> [Range<Int>] { [] }
}

/// A layer whose output is one loss for each picture, shape `[]`, and which reads `LayerPass.targets`.
package protocol LossLayer: Layer {
    /// How many classes targets may be of; nil where the loss does not read them.
    func classCount(_ inputs: [Shape]) -> Int?
}

/// Whether a network learns or is used.
package enum Phase: String, Sendable {
    case training, evaluation
}

/// What one use of a layer on one batch works with.
package struct LayerPass: Sendable {
    package let phase: Phase
    package let inputs: [Tensor]
    package var parameters: [Tensor]
    /// What each picture shows, for loss layers.
    package let targets: [Target]
    package let draws: LayerDraws
    package var saved: [Tensor] = []

    package init(
        phase: Phase, inputs: [Tensor], parameters: [Tensor] = [], targets: [Target] = [], draws: LayerDraws = .none
    ) {
        self.phase = phase
        self.inputs = inputs
        self.parameters = parameters
        self.targets = targets
        self.draws = draws
    }
}

/// The gradients that `backward` returns.
package struct LayerGradients: Sendable {
    /// One for each input.
    package let inputs: [Tensor]
    /// One for each parameter; nil for buffers.
    package let parameters: [Tensor?]

    package init(inputs: [Tensor], parameters: [Tensor?] = []) {
        self.inputs = inputs
        self.parameters = parameters
    }
}

/// Where a layer's random numbers come from: a stream for each picture, whatever batch it is in.
package struct LayerDraws: Sendable {
    package let seed: UInt64
    /// The layer's place among the network's layers.
    package let layer: Int
    package let epoch: Int
    /// The numbers of the batch's pictures in their data set.
    package let samples: [Int]

    package init(seed: UInt64, layer: Int, epoch: Int, samples: [Int]) {
        self.seed = seed
        self.layer = layer
        self.epoch = epoch
        self.samples = samples
    }

    package static let none = LayerDraws(seed: 0, layer: 0, epoch: 0, samples: [])

    /// The stream of the picture at `position` in the batch.
    package func stream(_ position: Int) -> KeyedRandom {
        let sample = samples.indices.contains(position) ? samples[position] : position
        return KeyedRandom(seed: seed, purpose: .dropout, layer, epoch, sample)
    }
}
