import Diagnostics
import SpecSyntax

/// A Caffe network on its way to a spec: steps of the spec language, still fed by each other's numbers and not by names.
struct NetDraft: Sendable {
    /// What a step reads.
    enum Source: Hashable, Sendable {
        /// The network's pictures.
        case pictures
        case step(Int)
        /// What tells the classes of the pictures; only a loss can read it.
        case labels
        /// What a loss or a report gives, which no layer here reads.
        case result
        /// A blob of which only the height and width count.
        case size(height: Int, width: Int)
        /// The output of a layer with a mistake.
        case unknown
    }

    struct Step: Sendable {
        /// As Caffe calls the layer.
        let name: String
        let span: SourceSpan
        var kind: String
        let kindSpan: SourceSpan
        var fields: [SyntaxNode.Entry]
        let sources: [Source]
        /// What its parameters have of their own.
        var rules: [ParameterRule] = []
        /// Its parameters that have names, by which others can have them too.
        var shares: [Share] = []
        /// Its parameters that are another step's.
        var ties: [Tie] = []
    }

    /// A parameter of a step by the name that Caffe's layers share it by.
    struct Share: Hashable, Sendable {
        let parameter: String
        let name: String
    }

    /// A parameter of a step that is another step's.
    struct Tie: Hashable, Sendable {
        let parameter: String
        let owner: Int
    }

    /// How one parameter learns, against the others.
    struct ParameterRule: Hashable, Sendable {
        /// `weight`, `bias`, `scale` or `shift`.
        let parameter: String
        let rate: Double
        let decay: Double
        let span: SourceSpan
    }

    /// A loss: what it judges, and its share in the sum that training lowers.
    struct Loss: Sendable {
        let name: Located<String>
        let scores: Source
        let weight: Double
        let weightSpan: SourceSpan
        let span: SourceSpan
    }

    var steps: [Step] = []
    var losses: [Loss] = []
    /// The types of losses that training here has not.
    var otherLosses: [Located<String>] = []
}

extension NetDraft.Loss {
    /// The same with its weight in proportion to another's.
    func weighed(against other: Double) -> NetDraft.Loss {
        NetDraft.Loss(name: name, scores: scores, weight: weight / other, weightSpan: weightSpan, span: span)
    }
}
