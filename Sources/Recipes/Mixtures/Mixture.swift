package import SpecSyntax
package import Tensors

/// A way to mix the pictures of a training batch with each other, after normalisation: each with the one before it, and the
/// first with the last, as in torchvision. What is mixed in becomes a share of the target.
package protocol Mixture: Sendable {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any Mixture> { get }

    /// How likely a batch is to be mixed.
    var probability: Double { get }

    /// Draws how the pictures of one batch are mixed.
    ///
    /// - Parameter shape: of a picture, `[C, H, W]`.
    func draw(for shape: Shape, _ random: inout KeyedRandom) -> any DrawnMixture
}

/// What a mixture does to each picture of one batch.
package protocol DrawnMixture: Sendable {
    /// Of the picture that is mixed in.
    var share: Float { get }

    /// Mixes a picture with another of the same shape, which stays as it is.
    func mix(_ picture: UnsafeMutableBufferPointer<Float>, with other: UnsafeBufferPointer<Float>)
}

/// Every mixture that specs can name. A new one adds its file and its line here.
package enum MixtureCatalogue {
    package static let choices: [ChoiceCase<any Mixture>] = [
        MixUp.choice,
        CutMix.choice,
    ]
}
