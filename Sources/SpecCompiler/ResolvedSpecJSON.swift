import Diagnostics
import SpecSyntax

/// A resolved spec for programs: `{"spec": {…}, "origins": [{"path": "train.batch", "origin": "spec", …}]}`.
///
/// The keys of `spec` stand in the order of the spec, where it means something; uses of modules have the defaults in them. A
/// path is as `--set` takes it, with steps counted from 0.
package struct ResolvedSpecJSON {
    private let tree: SyntaxNode
    private let origins: ValueOrigins

    package init(_ spec: ResolvedSpec) {
        tree = spec.treeWithDefaults
        origins = spec.origins
    }

    package func text() -> String {
        let places = leaves(of: tree, at: "").map(place)
        return JSONText.text(mapping([("spec", tree), ("origins", SyntaxNode(.sequence(places), at: tree.span))]))
    }

    private typealias Leaf = (path: String, value: SyntaxNode)

    /// The scalars, and the lists and mappings without any, below a node.
    private func leaves(of node: SyntaxNode, at path: String) -> [Leaf] {
        let inside = path.isEmpty ? "" : path + "."
        if let entries = node.mapping, !entries.isEmpty {
            return entries.flatMap { leaves(of: $0.value, at: inside + $0.key) }
        }
        if let items = node.sequence, !items.isEmpty {
            return items.enumerated().flatMap { leaves(of: $0.element, at: "\(inside)\($0.offset)") }
        }
        return [(path, node)]
    }

    private func place(of leaf: Leaf) -> SyntaxNode {
        let place = origins.place(of: leaf.value)
        return mapping([
            ("path", text(leaf.path)), ("origin", text(place.origin.rawValue)), ("file", text(place.span.file.path)),
            ("line", number(place.span.start.line)), ("column", number(place.span.start.column)),
        ])
    }

    private func text(_ text: String) -> SyntaxNode { SyntaxNode(.scalar(.init(text, isPlain: false)), at: tree.span) }

    private func number(_ number: Int) -> SyntaxNode { SyntaxNode(.scalar(.init("\(number)")), at: tree.span) }

    private func mapping(_ entries: [(String, SyntaxNode)]) -> SyntaxNode {
        SyntaxNode(.mapping(entries.map { .init(key: $0.0, keySpan: tree.span, value: $0.1) }), at: tree.span)
    }
}
