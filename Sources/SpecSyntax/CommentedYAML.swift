import Diagnostics

/// Writes a syntax tree as YAML with one value on each line, and a comment behind those that have something said of them.
///
/// What is written reads back as the same tree.
package struct CommentedYAML {
    /// Comments begin in one column, but not beyond this one.
    private static let lastCommentColumn = 64

    private let comment: (SyntaxNode) -> String?

    /// - Parameter comment: what to say of a value: a scalar, or an empty list or mapping.
    package init(comment: @escaping (SyntaxNode) -> String?) {
        self.comment = comment
    }

    package func text(_ tree: SyntaxNode) -> String {
        let lines = tree.isLeaf ? [Line(indent: 0, text: leaf(tree), node: tree)] : block(tree, indent: 0)
        let longest = lines.map { $0.width <= Self.lastCommentColumn ? $0.width : 0 }.max() ?? 0
        return lines.map { text($0, column: longest + 2) + "\n" }.joined()
    }

    private struct Line {
        var indent: Int
        var text: String
        /// The value that the line ends in; nil where those of the lines below are its.
        let node: SyntaxNode?
        var width: Int { indent + text.count }
    }

    private func text(_ line: Line, column: Int) -> String {
        let written = String(repeating: " ", count: line.indent) + line.text
        guard let node = line.node, let comment = comment(node) else { return written }
        return written + String(repeating: " ", count: max(2, column - line.width)) + "# " + printable(comment)
    }

    /// The lines of a list or mapping that is not empty.
    private func block(_ node: SyntaxNode, indent: Int) -> [Line] {
        switch node.content {
        case .scalar: return []
        case .mapping(let entries):
            return entries.flatMap { entry in
                let key = SyntaxNode.Scalar(entry.key).written + ":"
                guard !entry.value.isLeaf else {
                    return [Line(indent: indent, text: "\(key) \(leaf(entry.value))", node: entry.value)]
                }
                return [Line(indent: indent, text: key, node: nil)] + block(entry.value, indent: indent + 2)
            }
        case .sequence(let items):
            return items.flatMap { item in
                guard !item.isLeaf else { return [Line(indent: indent, text: "- \(leaf(item))", node: item)] }
                var lines = block(item, indent: indent + 2)
                lines[0] = Line(indent: indent, text: "- \(lines[0].text)", node: lines[0].node)
                return lines
            }
        }
    }

    private func leaf(_ node: SyntaxNode) -> String {
        switch node.content {
        case .scalar(let scalar): return node.isEmpty ? "~" : scalar.written
        case .sequence: return "[]"
        case .mapping: return "{}"
        }
    }
}

extension SyntaxNode {
    /// Whether the node fits behind its key: a scalar, or a list or mapping with nothing in it.
    fileprivate var isLeaf: Bool {
        switch content {
        case .scalar: true
        case .sequence(let items): items.isEmpty
        case .mapping(let entries): entries.isEmpty
        }
    }
}
