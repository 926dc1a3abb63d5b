package import Tensors

/// An operation of a network: its fields, shape rule, parameters, cost and meaning, all in one file.
///
/// A layer answers every question about itself; the protocols that this one joins are the questions by who asks. Only
/// `outputShape`, `forward`, `backward` and `kind` must be answered, everything else has a default that suits most layers.
/// Outside its file only layers that it may be fused with, and kernels made for it, ask what type it is.
package protocol Layer: LayerShape, LayerReports, LayerRewrites, LayerReference {
    /// The name in specs, one line of help, how many inputs it takes, and how its fields are read.
    static var kind: LayerKind { get }
}

/// A layer whose output is one loss for each picture, shape `[]`, and which reads `LayerPass.targets`.
package protocol LossLayer: Layer {
    /// How many classes targets may be of; nil where the loss does not read them.
    func classCount(_ inputs: [Shape]) -> Int?
}
