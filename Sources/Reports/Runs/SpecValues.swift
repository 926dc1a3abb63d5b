import Diagnostics
import Files
import Layers
import SpecCompiler
import SpecSyntax

/// A spec's values by their places, so that several can be laid side by side.
package struct SpecValues: Sendable {
    /// `train.batch` → `32`; the items of a list by their names, or their numbers from 0.
    let values: [String: String]

    /// Deeper values are told by their texts.
    private static let mostDepth = 24

    /// Nil where the file cannot be read, or holds no spec.
    ///
    /// - Parameter path: of a resolved spec.
    package init?(specPath path: String) {
        guard let tree = (try? SpecCompiler.compile(path))?.stages.tree, case .mapping(let entries) = tree.content,
            entries.contains(where: { $0.key == "netspec" })
        else { return nil }
        var values: [String: String] = [:]
        Self.add(tree, at: "", depth: 0, to: &values)
        self.values = values
    }

    private static func add(_ node: SyntaxNode, at path: String, depth: Int, to values: inout [String: String]) {
        guard depth < mostDepth else {
            values[path] = "\(node)"
            return
        }
        switch node.content {
        case .scalar(let scalar): values[path] = scalar.text
        case .sequence(let items):
            if items.isEmpty { values[path] = "[]" }
            let names = items.enumerated().map { name(of: $0.element) ?? "\($0.offset)" }
            for (index, item) in items.enumerated() {
                // Of two with one name the number tells them apart, and so it does where a name is a number itself.
                let isOne = parseInteger(names[index]) == nil && names.count { $0 == names[index] } == 1
                add(item, at: "\(path).\(isOne ? names[index] : "\(index)")", depth: depth + 1, to: &values)
            }
        case .mapping(let entries):
            if entries.isEmpty { values[path] = "{}" }
            for entry in entries where !isOfLints(entry) {
                add(entry.value, at: path.isEmpty ? entry.key : "\(path).\(entry.key)", depth: depth + 1, to: &values)
            }
        }
    }

    /// Whether an entry says what is warned of, and is no step or module that is called so.
    private static func isOfLints(_ entry: SyntaxNode.Entry) -> Bool {
        entry.key == "lint"
            && entry.value.mapping?.allSatisfy { ["off", "warning", "error"].contains($0.value.scalar?.text) } ?? false
    }

    /// The `name` of a step, `{convolution: {name: conv1, …}}`, or the step's kind.
    private static func name(of item: SyntaxNode) -> String? {
        if case .scalar(let scalar) = item.content { return scalar.text }
        guard case .mapping(let entries) = item.content, entries.count == 1, let step = entries.first else {
            return nil
        }
        if case .mapping(let fields) = step.value.content, let name = fields.first(where: { $0.key == "name" }),
            case .scalar(let text) = name.value.content
        {
            return text.text
        }
        return step.key
    }
}

/// A place in which some specs differ.
package struct SpecDifference: Hashable, Sendable {
    package let path: String
    /// Of each spec; nil where it says nothing there.
    package let values: [String?]

    package init(path: String, values: [String?]) {
        (self.path, self.values) = (path, values)
    }

    /// More differences within `network` or `modules` are told as one.
    private static let mostInPart = 12

    /// Where any of several specs differ, by place. Numbers that are written otherwise are the same; the name says nothing, and
    /// neither does what is warned of.
    ///
    /// - Parameter specs: nil for one that could not be read, which is left out of the comparison.
    package static func all(between specs: [SpecValues?]) -> [SpecDifference] {
        let paths = Set(specs.compactMap { $0 }.flatMap { $0.values.keys }).subtracting(["name"])
        let found = paths.sorted().compactMap { path -> SpecDifference? in
            let values = specs.map { $0?.values[path] }
            let known = zip(specs, values).filter { $0.0 != nil }.map { $0.1.map(comparable) }
            return Set(known).count > 1 ? SpecDifference(path: path, values: values) : nil
        }
        return ["network", "modules"].reduce(found) { differences, part in
            let inside = differences.filter { $0.path.hasPrefix("\(part).") }
            guard inside.count > mostInPart else { return differences }
            let words = specs.indices.map { index -> String? in
                let own = inside.count { $0.values[index] != nil }
                return specs[index].map { _ in "\(counted(own, "value")) of \(inside.count) that differ" }
            }
            return differences.filter { !$0.path.hasPrefix("\(part).") } + [SpecDifference(path: part, values: words)]
        }
    }

    private static func comparable(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }
}
