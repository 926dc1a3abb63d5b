package import SpecSyntax
package import Tensors

/// MNIST: 70,000 handwritten digits of 28×28 (LeCun, Cortes and Burges), or any set in the same four files, with more pictures
/// or fewer.
package struct MNIST: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "mnist", help: "70,000 handwritten digits of 28×28, or another set in the same IDX files, plain or in gzip"
    ) { _ in MNIST() }

    package let channels = 1
    package let shape: Shape? = [1, 28, 28]
    package let trainingCount: Int? = 60_000
    package let hasOneSet = false
    package let mostTrainingPictures: Int? = nil
    package let classCount: Int? = 10
    /// Over the pixels of the training pictures.
    package let normalization = Normalization(mean: [0.1307], deviation: [0.3081])

    package init() {}
}
