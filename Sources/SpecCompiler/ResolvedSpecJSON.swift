import Diagnostics
import SpecSyntax

/// A resolved spec for programs: `{"spec": {…}, "origins": [{"path": "train.batch", "origin": "spec", …}]}`.
///
/// The keys of `spec` stand in the order of the spec, where it means something. A path is as `--set` takes it, with steps
/// counted from 0.
package struct ResolvedSpecJSON {
    package static func text(_ spec: ResolvedSpec) -> String {
        var origins: [SyntaxNode] = []
        collect(spec.tree, at: "", of: spec, into: &origins)
        return JSONText.text(
            mapping([("spec", spec.tree), ("origins", SyntaxNode(.sequence(origins), at: spec.tree.span))], spec))
    }

    private static func collect(
        _ node: SyntaxNode, at path: String, of spec: ResolvedSpec, into origins: inout [SyntaxNode]
    ) {
        let inside = path.isEmpty ? "" : path + "."
        if let entries = node.mapping, !entries.isEmpty {
            for entry in entries { collect(entry.value, at: inside + entry.key, of: spec, into: &origins) }
        } else if let items = node.sequence, !items.isEmpty {
            for (number, item) in items.enumerated() {
                collect(item, at: "\(inside)\(number)", of: spec, into: &origins)
            }
        } else {
            origins.append(origin(of: node, at: path, spec))
        }
    }

    private static func origin(of node: SyntaxNode, at path: String, _ spec: ResolvedSpec) -> SyntaxNode {
        let place = spec.place(of: node)
        func text(_ text: String) -> SyntaxNode { SyntaxNode(.scalar(.init(text, isPlain: false)), at: node.span) }
        func number(_ number: Int) -> SyntaxNode { SyntaxNode(.scalar(.init("\(number)")), at: node.span) }
        return mapping(
            [
                ("path", text(path)), ("origin", text(place.origin.rawValue)), ("file", text(place.span.file.path)),
                ("line", number(place.span.start.line)), ("column", number(place.span.start.column)),
            ], spec)
    }

    private static func mapping(_ entries: [(String, SyntaxNode)], _ spec: ResolvedSpec) -> SyntaxNode {
        let span = spec.tree.span
        return SyntaxNode(.mapping(entries.map { .init(key: $0.0, keySpan: span, value: $0.1) }), at: span)
    }
}
