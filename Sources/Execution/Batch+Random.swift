package import Networks
package import Tensors

extension Batch {
    /// A batch of noise for measurements: pixels from −1 to 1, targets from all the classes, the same for the same network.
    ///
    /// - Throws: `OutOfMemory`
    package static func random(for network: Network, count: Int) throws(OutOfMemory) -> Batch {
        var random = KeyedRandom(seed: 1, purpose: .synthesis)
        let classes = network.shape(of: network.output).elementCount
        var batch = try Batch(
            size: count, pictureShape: network.inputShape, classCount: classes, seed: 1)
        batch.count = count
        batch.withMutablePixels { pixels in
            for place in pixels.indices { pixels[place] = random.uniform(-1, 1) }
        }
        for place in 0..<count { batch.set(place, to: Target(random.below(classes)), sample: place) }
        return batch
    }
}
