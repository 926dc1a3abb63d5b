import Glibc

/// What a network takes a picture for.
package struct Prediction: Sendable {
    /// A class and how sure the network is of it.
    package struct Guess: Sendable {
        /// Its place in the network's scores, from 0.
        package let label: Int
        /// From 0 to 1; those of all classes add up to 1.
        package let probability: Double
    }

    /// The number of the picture among those that were given.
    package let picture: Int
    /// The most probable first; of equals the lower label.
    package let guesses: [Guess]

    /// - Parameters:
    ///   - scores: before softmax, one for each class; a score that is no number leaves no probabilities.
    ///   - most: how many guesses are kept.
    init?(picture: Int, scores: some Collection<Float>, most: Int) {
        guard let highest = scores.max(), highest.isFinite, scores.allSatisfy({ !$0.isNaN }) else { return nil }
        let powers = scores.map { Glibc.exp(Double($0) - Double(highest)) }
        let sum = powers.reduce(0, +)
        let ranked = powers.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
        self.picture = picture
        guesses = ranked.prefix(most).map { Guess(label: $0.offset, probability: $0.element / sum) }
    }
}
