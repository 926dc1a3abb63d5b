package import SpecSyntax
package import Tensors

/// CIFAR-10: 60,000 colour pictures of 32×32 in ten classes (Krizhevsky, 2009), in the binary version. Other sets in such files
/// are taken too, with fewer records but no more.
package struct CIFAR10: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "cifar10", help: "60,000 colour pictures of 32×32 in ten classes, from the binary version's files"
    ) { _ in CIFAR10() }

    package static let pictureShape: Shape = [3, 32, 32]

    package let channels = 3
    package let shape: Shape? = CIFAR10.pictureShape
    package let trainingCount: Int? = 50_000
    package let hasOneSet = false
    package let classCount: Int? = 10
    /// Over the pixels of the training pictures.
    package let normalization = Normalization(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])

    package init() {}
}
