package import SpecSyntax
package import Tensors

/// Where a data set comes from: what a spec can be checked against, which is known before any file is opened. How it is read is
/// apart, in the room that reads files.
package protocol DataSource: Sendable {
    /// The name in specs, one line of help, and how the fields are read.
    static var choice: ChoiceCase<any DataSource> { get }

    var channels: Int { get }

    /// The shape of a picture, `[C, H, W]`; nil where pictures have several.
    var shape: Shape? { get }

    /// How many pictures there are to learn from, where that is known before they are read: of a source whose files may hold
    /// another set, as many as the set has that it is named for.
    var trainingCount: Int? { get }

    /// Whether there is one set only, of exactly `trainingCount` pictures; otherwise other sets in the same files are taken
    /// too.
    var hasOneSet: Bool { get }

    /// The most pictures to learn from that any set can have; nil where that is not known.
    var mostTrainingPictures: Int? { get }

    /// How many training pictures must be kept at least when some are held out: one of each class, as far as that is known
    /// before they are read.
    var leastKept: Int { get }
    /// Nil where that is known only when the pictures are found.
    var classCount: Int? { get }
    var normalization: Normalization { get }

    /// Whether pictures have whatever size and colours they have, and are brought to the shape of the network's input.
    var takesInputShape: Bool { get }

    /// The same source with its pictures in grey, 1, or in colour, 3; only where it takes the input's shape.
    func reading(channels: Int) -> any DataSource
}

extension DataSource {
    package var hasOneSet: Bool { true }
    package var mostTrainingPictures: Int? { trainingCount }
    package var leastKept: Int { 1 }
    package var takesInputShape: Bool { false }
    package func reading(channels: Int) -> any DataSource { self }
}

/// Every data source that specs can name. A new source adds its file and its line here, and how it is read in `Datasets`.
package enum DataSourceCatalogue {
    package static let choices: [ChoiceCase<any DataSource>] = [
        CIFAR10.choice,
        CIFAR100.choice,
        PictureFolder.choice,
        MNIST.choice,
        FashionMNIST.choice,
        SVHN.choice,
        SyntheticShapes.choice,
    ]
}
