package import Datasets
package import Training

/// What a network takes pictures for, in the form that `predict --format json` gives; field names are those of the output.
package struct PredictionReport: Encodable, Sendable {
    struct Picture: Encodable, Sendable {
        let path: String
        let top: [Guess]
        /// The path of a picture of where the network saw the first class; nil where none was asked for.
        let explanation: String?
    }

    struct Guess: Encodable, Sendable {
        let name: String
        let label: Int
        let probability: Double

        private enum CodingKeys: String, CodingKey {
            case name = "class"
            case label, probability
        }
    }

    struct Refusal: Encodable, Sendable {
        let path: String
        let message: String
    }

    let weights: String
    let classes: [String]
    let pictures: [Picture]
    let refused: [Refusal]

    /// - Parameters:
    ///   - weights: the path of the file.
    ///   - classes: a name for each score.
    ///   - explanations: the paths of pictures of where the network saw the first class, by the pictures' numbers.
    package init(
        _ predictions: [Prediction], of pictures: GivenPictures, weights: String, classes: [String],
        explanations: [Int: String] = [:]
    ) {
        self.weights = weights
        self.classes = classes
        self.pictures = predictions.map { prediction in
            Picture(
                path: pictures.paths[prediction.picture],
                top: prediction.guesses.map {
                    Guess(name: classes[$0.label], label: $0.label, probability: $0.probability)
                }, explanation: explanations[prediction.picture])
        }
        refused = pictures.refusals.map { Refusal(path: $0.path, message: $0.message) }
    }
}
