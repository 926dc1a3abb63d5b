import Caffe
import Recipes
import SpecSyntax
import Tensors
import Testing

@Suite("sets of pictures that are known by the names of files")
struct KnownSetTests {
    @Test(
        "a set by its name",
        arguments: [
            ("examples/mnist/mnist_train_lmdb", "mnist"), ("examples/siamese/mnist_siamese_train_leveldb", "mnist"),
            ("examples/fashion_mnist/fashion_mnist_train_lmdb", "fashion-mnist"), ("Fashion-MNIST", "fashion-mnist"),
            ("examples/cifar10/cifar10_train_lmdb", "cifar10"), ("CIFAR-10", "cifar10"),
            ("examples/cifar100/cifar100_train_lmdb", "cifar100"), ("cifar_100_train", "cifar100"),
            ("emnist_letters_lmdb", nil), ("kmnist", nil), ("my_pictures", nil), ("ilsvrc12_train_lmdb", nil),
        ] as [(String, String?)])
    func named(_ path: String, _ source: String?) {
        #expect(KnownSet.named(in: path)?.source == source)
    }

    @Test("what is known of a set is what its source in specs says", arguments: KnownSet.all.compactMap(\.source))
    func agreesWithSource(_ name: String) throws {
        let set = try #require(KnownSet.all.first { $0.source == name })
        let sources: [String: any DataSource] = [
            "mnist": MNIST(), "fashion-mnist": FashionMNIST(), "cifar10": CIFAR10(), "cifar100": CIFAR100(),
        ]
        let source = try #require(sources[name])
        #expect(type(of: source).choice.name == name)
        #expect(set.channels == source.channels)
        #expect(source.shape == set.size.map { [set.channels, $0, $0] })
        #expect(set.trainCount == source.trainingCount)
        #expect(set.mean == source.normalization.mean.map { Double("\($0)") })
    }
}
