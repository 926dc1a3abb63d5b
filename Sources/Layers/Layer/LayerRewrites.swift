package import Tensors

/// What the passes of a plan, and the forecast of its memory, ask a layer.
package protocol LayerRewrites: Sendable {
    /// The least that `backward` must know of the forward pass; the inputs, unless the layer says otherwise.
    func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds

    /// Whether the output is the first input, number by number.
    func isIdentity(in phase: Phase) -> Bool

    /// The channels of the output that are the inputs, unchanged and in order; empty where the output is something else.
    func inputChannels(_ inputs: [Shape]) -> [Range<Int>]

    /// One layer that does what this and then `next` do, with this one's parameters; nil where there is none.
    func fused(with next: any Layer) -> (any Layer)?

    /// Whether these layers, one behind the other, can be this one's epilogue: done to its results as they are made, in
    /// evaluation.
    func fusesEpilogue(_ followers: [any Layer]) -> Bool

    /// Whether this layer and a sibling that reads the same tensor can be merged horizontally: be one layer that puts the
    /// outputs of both side by side.
    func mergesHorizontally(with sibling: any Layer) -> Bool

    /// Whether training may compute the output again in the backward pass rather than keep it: it takes one sweep over the
    /// input, and kernels go back by places at most, not by input or output.
    var isCheapToRecompute: Bool { get }
}

extension LayerRewrites {
    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .inputs }
    package func isIdentity(in phase: Phase) -> Bool { false }
    package func inputChannels(_ inputs: [Shape]) -> [Range<Int>] { [] }
    package func fused(with next: any Layer) -> (any Layer)? { nil }
    package func fusesEpilogue(_ followers: [any Layer]) -> Bool { false }
    package func mergesHorizontally(with sibling: any Layer) -> Bool { false }
    package var isCheapToRecompute: Bool { false }
}
