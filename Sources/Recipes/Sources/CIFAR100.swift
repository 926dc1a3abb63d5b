package import SpecSyntax
package import Tensors

/// CIFAR-100: 60,000 colour pictures of 32×32 in a hundred classes, or in the twenty superclasses of them (Krizhevsky, 2009), in the
/// binary version.
package struct CIFAR100: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "cifar100", help: "60,000 colour pictures of 32×32 in a hundred classes, from the binary version's files"
    ) { fields in
        CIFAR100(
            labels: fields.optional(
                "labels", .word(["fine": .fine, "coarse": .coarse]), default: CIFAR100().labels,
                help: "the hundred classes, or the twenty superclasses"))
    }

    package enum Labels: String, Sendable {
        case fine, coarse

        package var count: Int { self == .fine ? 100 : 20 }
    }

    package let labels: Labels

    package let channels = 3
    package let shape: Shape? = [3, 32, 32]
    package let trainingCount: Int? = 50_000
    package let hasOneSet = false
    package var classCount: Int? { labels.count }
    /// Over the pixels of the training pictures.
    package let normalization = Normalization(mean: [0.5071, 0.4865, 0.4409], deviation: [0.2673, 0.2564, 0.2762])

    package init(labels: Labels = .fine) {
        self.labels = labels
    }
}
