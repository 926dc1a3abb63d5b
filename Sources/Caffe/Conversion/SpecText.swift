import Diagnostics
import SpecSyntax

/// Writes a spec as a person would: a step on each line, modules and `train` a little further apart.
struct SpecText {
    private static let longestLine = 160

    static func text(_ tree: SyntaxNode, comment: String) -> String {
        var text = "# \(comment)\n"
        for entry in tree.mapping ?? [] {
            let isSection = ["modules", "network", "data", "train"].contains(entry.key)
            if isSection { text += "\n" }
            text += lines(entry, indent: 0)
        }
        return text
    }

    private static func lines(_ entry: SyntaxNode.Entry, indent: Int) -> String {
        let head = String(repeating: " ", count: indent) + key(entry.key) + ":"
        // A network or a module is never one line; anything else is, where it fits.
        let isOpen = ["network", "modules"].contains(entry.key) || entry.value["network"] != nil
        if isOpen, entry.value.mapping?.isEmpty == false || entry.value.sequence?.isEmpty == false {
            return head + "\n" + block(entry.value, indent: indent + 2)
        }
        let flow = flow(entry.value)
        let isEmpty = flow == "[]" || flow == "{}"
        guard head.count + 1 + flow.count > longestLine, !isEmpty, entry.value.scalar == nil else {
            return "\(head) \(flow)\n"
        }
        return head + "\n" + block(entry.value, indent: indent + 2)
    }

    private static func block(_ node: SyntaxNode, indent: Int) -> String {
        if let entries = node.mapping { return entries.map { lines($0, indent: indent) }.joined() }
        return (node.sequence ?? []).map { item in
            let space = String(repeating: " ", count: indent)
            let flow = flow(item)
            let step = item.mapping?.first
            let isJoin = (step?.value.mapping ?? []).contains {
                $0.value.sequence?.contains { $0.mapping != nil } ?? false
            }
            guard let step, item.mapping?.count == 1, step.value.mapping != nil, isJoin || flow.count > longestLine
            else {
                // The braces around one step are not needed.
                return
                    "\(space)- \(step.map { item.mapping?.count == 1 ? "\(key($0.key)): \(Self.flow($0.value))" : flow } ?? flow)\n"
            }
            return "\(space)- \(key(step.key)):\n" + block(step.value, indent: indent + 4)
        }.joined()
    }

    private static func flow(_ node: SyntaxNode) -> String {
        switch node.content {
        case .scalar(let scalar): return node.isEmpty ? "~" : SyntaxNode.Scalar(meaning: scalar.text).written
        case .sequence(let items): return "[" + items.map(flow).joined(separator: ", ") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\(key($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    private static func key(_ text: String) -> String { SyntaxNode.Scalar(meaning: text).written }
}
