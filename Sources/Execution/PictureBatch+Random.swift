package import Networks
import Tensors

extension PictureBatch {
    /// A batch of noise for measurements: pixels from −1 to 1, labels from all the classes, the same for the same network.
    package static func random(for network: Network, count: Int) -> PictureBatch {
        var random = KeyedRandom(seed: 1, purpose: .synthesis)
        let classes = network.shape(of: network.output).elementCount
        return PictureBatch(
            pixels: (0..<count * network.inputShape.elementCount).map { _ in random.uniform(-1, 1) },
            labels: (0..<count).map { _ in Int32(random.below(classes)) }, samples: Array(0..<count), epoch: 0, seed: 1)
    }
}
