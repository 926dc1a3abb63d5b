package import Diagnostics
package import SpecSyntax

/// A network of the spec language with its modules dissolved and every field's value, to be written in another notation.
package struct FlatNet: Sendable {
    package struct Layer: Sendable {
        package let path: String
        /// The layer type: `convolution`.
        package let kind: String
        /// The values that count, written or not.
        package let fields: [String: SyntaxNode]
        /// What fields that are rules, or left out, come to for what arrives, as the layer itself says it.
        package let resolvedFields: [String: [Int]]
        /// How parameters begin, by their names: `weight`. None for what a network that is only run need not say.
        package let fillers: [String: Filler]
        /// What it reads, by places in `layers`; nil for the pictures.
        package let sources: [Int?]
        /// What its parameters are called by which several layers have them, by their own names: `weight` → `conv1.weight`.
        package let shared: [String: String]
        /// How its parameters learn, by their own names; those that learn as all others do need not stand here.
        package let multipliers: [String: Multipliers]
        /// Batch left out.
        package let inputShapes: [[Int]]
        package let outputShape: [Int]
        package let place: Place

        package init(
            path: String, kind: String, fields: [String: SyntaxNode], resolvedFields: [String: [Int]] = [:],
            fillers: [String: Filler] = [:], sources: [Int?], shared: [String: String] = [:],
            multipliers: [String: Multipliers] = [:],
            inputShapes: [[Int]], outputShape: [Int], place: Place
        ) {
            self.path = path
            self.kind = kind
            self.fields = fields
            self.resolvedFields = resolvedFields
            self.fillers = fillers
            self.sources = sources
            self.shared = shared
            self.multipliers = multipliers
            self.inputShapes = inputShapes
            self.outputShape = outputShape
            self.place = place
        }
    }

    /// Where a layer is written.
    package struct Place: Sendable {
        package let span: SourceSpan
        /// The fields that are written.
        package let fields: [String: SourceSpan]
        /// One note for each module around it.
        package let trace: [Diagnostic.Note]

        package init(span: SourceSpan, fields: [String: SourceSpan], trace: [Diagnostic.Note]) {
            self.span = span
            self.fields = fields
            self.trace = trace
        }
    }

    /// What the rate and the weight decay of a parameter are multiplied by.
    package struct Multipliers: Hashable, Sendable {
        /// 0 for what stays as it is.
        package let rate: Double
        package let decay: Double

        package init(rate: Double, decay: Double) {
            self.rate = rate
            self.decay = decay
        }
    }

    /// How a parameter begins.
    package enum Filler: Hashable, Sendable {
        case constant(Float)
        case uniform(low: Float, high: Float)
        case gaussian(mean: Float, deviation: Float)
        /// Uniform, scaled by a fan.
        case xavier(Fan)
        /// Gaussian, scaled by a fan.
        case he(Fan)
        case positiveUnitBall
        case bilinear
        /// What Caffe has no name for, as specs have it.
        case other(String)

        package enum Fan: Hashable, Sendable {
            case input, output, average
        }
    }

    /// What training lowers: scores, and the share of their loss.
    package struct Loss: Sendable {
        package let name: String
        package let scores: Int
        package let weight: Double
        /// Where the spec writes the loss with fields; nil where it does not.
        package let place: Place?

        package init(name: String, scores: Int, weight: Double, place: Place? = nil) {
            self.name = name
            self.scores = scores
            self.weight = weight
            self.place = place
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
