import Diagnostics
import SpecSyntax

/// The fields of a step of the spec language as they are put together, each with the place of what it comes from.
struct FieldList {
    private(set) var entries: [SyntaxNode.Entry] = []

    mutating func add(_ key: String, _ value: Located<Int>?) {
        guard let value else { return }
        add(key, .plain("\(value.value)", at: value.span), at: value.nameSpan)
    }

    mutating func add(_ key: String, _ value: Located<Double>?) {
        guard let value else { return }
        add(key, .plain(shortest(value.value), at: value.span), at: value.nameSpan)
    }

    mutating func add(_ key: String, _ value: Located<Bool>?) {
        guard let value else { return }
        add(key, .plain("\(value.value)", at: value.span), at: value.nameSpan)
    }

    mutating func add(_ key: String, _ value: SyntaxNode, at place: SourceSpan) {
        entries.append(.init(key: key, keySpan: place, value: value))
    }
}

extension SyntaxNode {
    /// A word or a number.
    static func plain(_ text: String, at span: SourceSpan) -> SyntaxNode { SyntaxNode(.scalar(.init(text)), at: span) }

    static func list(_ items: [SyntaxNode], at span: SourceSpan) -> SyntaxNode {
        SyntaxNode(.sequence(items), at: span)
    }

    /// A mapping all of whose keys stand at one place.
    static func fields(_ entries: KeyValuePairs<String, SyntaxNode>, at span: SourceSpan) -> SyntaxNode {
        SyntaxNode(.mapping(entries.map { .init(key: $0.key, keySpan: span, value: $0.value) }), at: span)
    }
}
