package import Recipes
package import Tensors

extension Batch {
    /// Mixes the pictures by one of the mixtures, keyed by the seed, the epoch and the batch's place in it.
    ///
    /// - Throws: `OutOfMemory`
    package mutating func mix(by mixtures: [any Mixture], shape: Shape) throws(OutOfMemory) {
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
