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

extension Batch {
    /// Mixes the pictures by one of the mixtures, keyed by the seed, the epoch and the batch's place in it.
    ///
    /// - Throws: `OutOfMemory`
    mutating func mix(by mixtures: [any Mixture], shape: Shape) throws(OutOfMemory) {
        guard !mixtures.isEmpty, count > 1 else { return }
        var random = KeyedRandom(seed: seed, purpose: .mixing, epoch, index)
        let mixture = mixtures[random.below(mixtures.count)]
        guard Double(random.uniform()) < mixture.probability else { return }
        let drawn = mixture.draw(for: shape, &random)
        let size = shape.elementCount
        let last = try MemoryBlock(floats: size)
        withMutablePixels { pixels in
            let lastPicture = last.floats
            _ = lastPicture.update(fromContentsOf: pixels[(count - 1) * size..<count * size])
            for place in (0..<count).reversed() {
                let picture = UnsafeMutableBufferPointer(rebasing: pixels[place * size..<(place + 1) * size])
                let other =
                    place > 0
                    ? UnsafeMutableBufferPointer(rebasing: pixels[(place - 1) * size..<place * size]) : lastPicture
                drawn.mix(picture, with: UnsafeBufferPointer(other))
            }
        }
        withExtendedLifetime(last) {}
        let labels = targets.prefix(count).map(\.label)
        for place in 0..<count {
            let other = labels[(place + count - 1) % count]
            set(place, to: Target(labels[place], mixedWith: other, share: drawn.share), sample: samples[place])
        }
    }
}
