package import Diagnostics
package import SpecSyntax

/// A network after expansion: a flat list of layers, each fed by layers before it, and what modules said of them.
package struct ExpandedNetwork: Sendable {
    package let layers: [ExpandedLayer]
    package let modules: [ExpandedModule]
    /// In the order in which they are written; none is inside another.
    package let auxiliaries: [ExpandedAuxiliary]
    package let expectations: [Expectation]
    /// What the last step in the chain gives.
    package let output: LayerSource
    /// Whether every step became what it says; after a mistake, what follows it has an unknown source.
    package let isWhole: Bool
}

/// Where a layer's input comes from.
package enum LayerSource: Hashable, Sendable {
    /// The network's input.
    case input
    /// The output of a layer, by its place in `ExpandedNetwork.layers`.
    case layer(Int)
    /// The output of a step with a mistake.
    case unknown
}

/// A layer with every `${…}` replaced, and a path that no other layer has.
package struct ExpandedLayer: Sendable {
    /// The names of the modules around it and its own, joined by `/`: `inception_3a/3x3_reduce/conv`.
    package let path: String
    /// The layer type, as written, or the one most likely meant.
    package let kind: String
    package let kindSpan: SourceSpan
    /// Whether another type is written, which is reported already.
    package let isGuess: Bool
    /// The layer's own fields, without `name`, `from` and branches.
    package let fields: [SyntaxNode.Entry]
    /// The keys of fields whose mistakes are reported already.
    package let invalidFields: Set<String>
    package let sources: [LayerSource]
    /// What the inputs of a join are called, by their branches or by what `from` names; empty for a layer with one input.
    package let sourceNames: [String]
    /// Whose parameters it uses in place of its own.
    package let weights: [SharedWeight]
    /// The module in whose body it is written; nil for the spec's own network.
    package let body: String?
    /// What the layer and the steps around it say of lints, the layer itself first.
    package let lints: [SyntaxNode]
    /// One note for each module around it, innermost first.
    package let trace: [Diagnostic.Note]
}

/// A layer whose parameters another uses in place of its own.
package struct SharedWeight: Sendable {
    package enum Owner: Sendable {
        /// By its place in `ExpandedNetwork.layers`.
        case layer(Int)
        /// A step with a mistake.
        case unknown
        /// What is wrong with the name, where the layer that says it can have shared parameters at all.
        case mistake(Diagnostic)
    }

    /// The parameter that is shared, `weight`; nil for all that the layer has.
    package let parameter: String?
    package let parameterSpan: SourceSpan
    package let owner: Owner
    /// Where the layer is named.
    package let span: SourceSpan
}

/// One use of a module: which layers it became.
package struct ExpandedModule: Sendable {
    package let path: String
    /// The module's name in its library.
    package let module: String
    /// Where the use is written: its kind.
    package let span: SourceSpan
    /// The module in whose body that is; nil for the spec's own network.
    package let body: String?
    /// The arguments as the use gives them, defaults filled in, in the order of the parameters.
    package let arguments: [SyntaxNode.Entry]
    package let layers: Range<Int>
    package let output: LayerSource
}

/// What a module expects of the input that it is given.
package struct Expectation: Sendable {
    /// `channels`, `height` or `width`.
    package let axis: String
    package let length: Int
    package let source: LayerSource
    /// The parameter whose value the length is, where it is one's and nothing else.
    package let parameter: String?
    /// Whether that value is written as it is at `span`, and no expression.
    package let isLiteral: Bool
    package let span: SourceSpan
    package let trace: [Diagnostic.Note]
}

/// What the expander must know of layer types: their names, which take several inputs, and what comes out of them.
package struct LayerVocabulary: Sendable {
    package enum Inputs: Sendable {
        case one, several
    }

    package let inputs: [String: Inputs]
    /// What a name of a layer type in another program means here.
    package enum Foreign: Hashable, Sendable {
        /// This layer type.
        case same(String)
        /// Nothing; what comes near it, in words.
        case nothing(String)
    }

    /// By names in lower case without `-` and `_`.
    private let foreign: [String: Foreign]

    /// The shape, channels first, that a layer gives of inputs of these shapes; nil where it cannot take them.
    let outputShape: @Sendable (ExpandedLayer, [[Int]]) -> [Int]?

    package init(
        _ inputs: [String: Inputs], foreign: [String: Foreign] = [:],
        outputShape: @escaping @Sendable (ExpandedLayer, [[Int]]) -> [Int]? = { _, _ in nil }
    ) {
        self.inputs = inputs
        self.outputShape = outputShape
        self.foreign = foreign
    }

    /// What a layer type of PyTorch, Keras or Caffe is here; nil for a name that none of them has.
    func meaning(ofForeign name: String) -> Foreign? {
        foreign[normalizedAlias(name)]
    }
}
