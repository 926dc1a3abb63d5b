import Training

/// What a network takes a picture for.
public struct Classification: Hashable, Sendable {
    /// A class and how sure the network is of it.
    public struct Guess: Hashable, Sendable {
        /// What the class is called.
        public let name: String
        /// Its place among the network's scores, from 0.
        public let label: Int
        /// From 0 to 1; those of all classes add up to 1.
        public let probability: Double
    }

    /// The path of the picture, or what it is called.
    public let picture: String
    /// The most probable first.
    public let guesses: [Guess]

    init(_ prediction: Prediction, of picture: String, classes: [String]) {
        self.picture = picture
        guesses = prediction.guesses.map {
            Guess(name: classes[$0.label], label: $0.label, probability: $0.probability)
        }
    }
}
