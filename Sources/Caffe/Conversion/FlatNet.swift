package import SpecSyntax

/// A network of the spec language with its modules dissolved and every field's value, to be written in another notation.
package struct FlatNet: Sendable {
    package struct Layer: Sendable {
        package let path: String
        /// The layer type: `convolution`.
        package let kind: String
        /// The values that count, written or not.
        package let fields: [String: SyntaxNode]
        /// What it reads, by places in `layers`; nil for the pictures.
        package let sources: [Int?]
        /// Inputs that one output sums, for weights that begin by it.
        package let fanIn: Int
        /// What its parameters are called by which several layers have them, by their own names: `weight` → `conv1.weight`.
        package let shared: [String: String]

        package init(
            path: String, kind: String, fields: [String: SyntaxNode], sources: [Int?], fanIn: Int,
            shared: [String: String] = [:]
        ) {
            self.path = path
            self.kind = kind
            self.fields = fields
            self.sources = sources
            self.fanIn = fanIn
            self.shared = shared
        }
    }

    /// What training lowers: scores, and the share of their loss.
    package struct Loss: Sendable {
        package let name: String
        package let scores: Int
        package let weight: Double

        package init(name: String, scores: Int, weight: Double) {
            self.name = name
            self.scores = scores
            self.weight = weight
        }
    }

    package let name: String
    /// Channels, height and width.
    package let input: [Int]
    package let layers: [Layer]
    /// None for a network that is only run.
    package let losses: [Loss]

    package init(name: String, input: [Int], layers: [Layer], losses: [Loss]) {
        self.name = name
        self.input = input
        self.layers = layers
        self.losses = losses
    }
}
