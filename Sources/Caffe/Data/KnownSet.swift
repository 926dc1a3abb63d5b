/// Pictures that files are known to hold by their names, such as `examples/mnist/mnist_train_lmdb`.
///
/// What specs have a source for is told here as that source tells it; a test holds the two together.
package struct KnownSet: Sendable {
    /// The source of specs that reads them; nil where there is none.
    package let source: String?
    package let channels: Int
    /// Nil where pictures are of many sizes, or were made to one that the file's name does not tell.
    package let size: Int?
    package let trainCount: Int
    package let testCount: Int
    /// Of pixels from 0 to 1, for each channel.
    package let mean: [Double]

    package static let mnist = KnownSet(
        source: "mnist", channels: 1, size: 28, trainCount: 60_000, testCount: 10_000, mean: [0.1307])
    package static let fashionMNIST = KnownSet(
        source: "fashion-mnist", channels: 1, size: 28, trainCount: 60_000, testCount: 10_000, mean: [0.2860])
    package static let cifar10 = KnownSet(
        source: "cifar10", channels: 3, size: 32, trainCount: 50_000, testCount: 10_000,
        mean: [0.4914, 0.4822, 0.4465])
    package static let cifar100 = KnownSet(
        source: "cifar100", channels: 3, size: 32, trainCount: 50_000, testCount: 10_000,
        mean: [0.5071, 0.4865, 0.4409])
    package static let imageNet = KnownSet(
        source: nil, channels: 3, size: nil, trainCount: 1_281_167, testCount: 50_000, mean: [])

    package static let all = [mnist, fashionMNIST, cifar10, cifar100, imageNet]

    /// The set that a path names; nil for others, such as EMNIST.
    package static func named(in path: String) -> KnownSet? {
        let path = path.prefix(4096).lowercased()
        let together = path.filter { $0 != "-" && $0 != "_" }
        if together.contains("cifar100") { return cifar100 }
        if together.contains("cifar10") { return cifar10 }
        if together.contains("fashionmnist") { return fashionMNIST }
        if path.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains(where: { $0.hasPrefix("mnist") }) {
            return mnist
        }
        return together.contains("ilsvrc") || together.contains("imagenet") ? imageNet : nil
    }
}
