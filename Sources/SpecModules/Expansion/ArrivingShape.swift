import Diagnostics
import SpecSyntax

/// What `${input.channels}`, `${input.height}` and `${input.width}` stand for: the lengths of what arrives at the module or network around.
struct ArrivingShape: Sendable {
    static let names = PictureAxis.allCases.map { "input.\($0.name)" }

    /// By name; a row of numbers has channels only.
    let lengths: [String: Int]
    /// Whether the lengths are those that arrive; otherwise a mistake keeps them from being known.
    let isKnown: Bool
    /// What gives them.
    let place: SourceSpan?

    /// For places where nothing asks for it.
    static let unasked = ArrivingShape(lengths: [:], isKnown: true, place: nil)

    init(lengths: [String: Int], isKnown: Bool, place: SourceSpan?) {
        (self.lengths, self.isKnown, self.place) = (lengths, isKnown, place)
    }

    /// - Parameter shape: the channels, and the height and width of a picture; nil where it is not known.
    init(_ shape: [Int]?, from place: SourceSpan?) {
        self.init(
            lengths: Dictionary(uniqueKeysWithValues: zip(Self.names, shape ?? [])), isKnown: shape != nil, place: place
        )
    }

    /// Whether something in a tree asks for it.
    static func isAsked(in node: SyntaxNode) -> Bool {
        switch node.content {
        case .scalar(let scalar):
            node.hasExpression && Expression.names(in: scalar.text).contains(where: names.contains)
        case .sequence(let items): items.contains(where: isAsked)
        case .mapping(let entries): entries.contains { isAsked(in: $0.value) }
        }
    }
}

extension Expander {
    /// The shape of a value; nil where a mistake keeps it from being known.
    mutating func arrivingShape(of source: LayerSource) -> ArrivingShape {
        // Layers read earlier ones only, so that their shapes come out in their order.
        while shapes.count < layers.count {
            let layer = layers[shapes.count]
            let inputs = layer.sources.compactMap { shape(of: $0) }
            let isWhole = inputs.count == layer.sources.count && layer.invalidFields.isEmpty && !layer.isGuess
            shapes.append(isWhole ? vocabulary.outputShape(layer, inputs) : nil)
        }
        var place: SourceSpan?
        if case .layer(let index) = source { place = layers[index].kindSpan }
        return ArrivingShape(shape(of: source), from: place)
    }

    private func shape(of source: LayerSource) -> [Int]? {
        switch source {
        case .input: inputShape
        case .layer(let index): shapes[index]
        case .unknown: nil
        }
    }
}
