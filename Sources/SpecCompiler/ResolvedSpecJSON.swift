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
        let whole: JSONValue = ["spec": JSONValue(written: tree), "origins": .array(places)]
        return whole.text(columns: 0) + "\n"
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

    private func place(of leaf: Leaf) -> JSONValue {
        let place = origins.place(of: leaf.value)
        return [
            "path": .string(leaf.path), "origin": .string(place.origin.rawValue),
            "file": .string(place.span.file.path), "line": .integer(place.span.start.line),
            "column": .integer(place.span.start.column),
        ]
    }
}
