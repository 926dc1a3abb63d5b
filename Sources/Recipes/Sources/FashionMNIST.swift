package import SpecSyntax
package import Tensors

/// Fashion-MNIST: 70,000 grey pictures of clothing, 28×28 in ten classes (Xiao, Rasul and Vollgraf, 2017), in MNIST's format.
package struct FashionMNIST: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "fashion-mnist", help: "70,000 grey pictures of clothing, 28×28 in ten classes, in the same IDX files as MNIST",
        aliases: ["fashion"]
    ) { _ in FashionMNIST() }

    package let channels = 1
    package let shape: Shape? = [1, 28, 28]
    package let trainingCount: Int? = 60_000
    package let hasOneSet = false
    package let mostTrainingPictures: Int? = nil
    package let classCount: Int? = 10
    /// Over the pixels of the training pictures.
    package let normalization = Normalization(mean: [0.2860], deviation: [0.3530])

    package init() {}
}
