/// Pictures that files are known to hold by their names, such as `examples/mnist/mnist_train_lmdb`.
struct KnownSet: Sendable {
    /// The source of specs that reads them; nil where there is none.
    let source: String?
    let channels: Int
    /// Nil where pictures are of many sizes, or were made to one that the file's name does not tell.
    let size: Int?
    let trainCount: Int
    let testCount: Int
    /// Of pixels from 0 to 1, for each channel.
    let mean: [Double]

    private static let mnist = KnownSet(
        source: "mnist", channels: 1, size: 28, trainCount: 60_000, testCount: 10_000, mean: [0.1307])
    private static let cifar10 = KnownSet(
        source: "cifar10", channels: 3, size: 32, trainCount: 50_000, testCount: 10_000,
        mean: [0.4914, 0.4822, 0.4465])
    private static let imageNet = KnownSet(
        source: nil, channels: 3, size: nil, trainCount: 1_281_167, testCount: 50_000, mean: [])

    /// The set that a path names; nil for others.
    static func named(in path: String) -> KnownSet? {
        let path = path.prefix(4096).lowercased().filter { $0 != "-" && $0 != "_" }
        if path.contains("cifar10"), !path.contains("cifar100") { return cifar10 }
        if path.contains("mnist") { return mnist }
        return path.contains("ilsvrc") || path.contains("imagenet") ? imageNet : nil
    }
}
