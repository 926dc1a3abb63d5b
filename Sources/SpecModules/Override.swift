package import Diagnostics
package import SpecSyntax

/// A change to a spec from the command line: `train.batch=32`, `network.inception_3a.1x1=48`.
///
/// The path names keys; in a list it names a step by its `name`, or counts from 0. The value is read as YAML.
package struct Override: Sendable {
    private static let longestPath = 64

    private let path: [(key: String, span: SourceSpan)]
    private let value: SyntaxNode

    /// Nil, with the reason reported, when the text has not the form `path=value`.
    package init?(_ text: String, into collector: DiagnosticCollector) {
        let file = SourceFile(path: "--set", text: text)
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let keys = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !keys.contains(where: \.isEmpty) else {
            collector.report(
                Diagnostic(
                    "override-form", "`--set` must have the form `path=value`, found `\(abbreviated(text))`",
                    at: .beginning(of: file), help: "write, for example, `--set train.batch=32`"))
            return nil
        }
        guard keys.count <= Self.longestPath else {
            collector.report(
                Diagnostic(
                    "too-deep", "a path of `--set` must have at most \(Self.longestPath) keys, found \(keys.count)",
                    at: .beginning(of: file)))
            return nil
        }
        let written = SourceFile(path: "--set \(parts[0])", text: String(parts[1]))
        if parts[1].isEmpty {
            value = SyntaxNode(.scalar(.init("")), at: .beginning(of: written))
        } else {
            guard let value = YAMLReader.read(written, into: collector) else { return nil }
            self.value = value
        }
        var column = 1
        path = keys.map { key in
            let start = SourcePosition(line: 1, column: column)
            column += key.unicodeScalars.count + 1
            let end = SourcePosition(line: 1, column: column - 1)
            return (String(key), SourceSpan(file: file, start: start, end: end))
        }
    }

    /// The tree with the value in its place. Keys that were not there are added, for the strict reading to judge.
    package func apply(to tree: SyntaxNode, into collector: DiagnosticCollector) -> SyntaxNode {
        set(path[...], in: tree, collector)
    }

    private func set(
        _ path: ArraySlice<(key: String, span: SourceSpan)>, in node: SyntaxNode, _ collector: DiagnosticCollector
    ) -> SyntaxNode {
        guard let (key, span) = path.first else { return value }
        let rest = path.dropFirst()
        switch node.content {
        case .mapping(var entries):
            if let index = entries.firstIndex(where: { $0.key == key }) {
                let old = entries[index]
                let keySpan = rest.isEmpty ? span : old.keySpan
                entries[index] = .init(key: key, keySpan: keySpan, value: set(rest, in: old.value, collector))
            } else {
                let empty = SyntaxNode(.mapping([]), at: span)
                entries.append(.init(key: key, keySpan: span, value: set(rest, in: empty, collector)))
            }
            return SyntaxNode(.mapping(entries), at: node.span)
        case .sequence(var items):
            guard let index = index(of: key, in: items) else {
                collector.report(noItem(key, at: span, in: items))
                return node
            }
            items[index] = setItem(items[index], rest, collector)
            return SyntaxNode(.sequence(items), at: node.span)
        case .scalar(let scalar):
            // A bare name, as in `optimizer: sgd`, is a mapping of that name to no fields.
            if scalar.text == key, !rest.isEmpty {
                let fields = set(rest, in: SyntaxNode(.mapping([]), at: node.span), collector)
                return SyntaxNode(.mapping([.init(key: key, keySpan: node.span, value: fields)]), at: node.span)
            }
            guard node.isEmpty else {
                collector.report(
                    Diagnostic(
                        "override-path", "`\(abbreviated(key))` cannot be set inside \(node.foundText)", at: span,
                        notes: [.init("what it would change is here", at: node.span)]))
                return node
            }
            return set(path, in: SyntaxNode(.mapping([]), at: node.span), collector)
        }
    }

    /// A step `kind: {fields}` is entered through its fields, without naming the kind; a bare `kind` gets fields.
    private func setItem(
        _ item: SyntaxNode, _ rest: ArraySlice<(key: String, span: SourceSpan)>, _ collector: DiagnosticCollector
    ) -> SyntaxNode {
        guard let next = rest.first, let use = item.soleEntry, use.key != next.key else {
            return set(rest, in: item, collector)
        }
        let fields = set(rest, in: use.value, collector)
        return SyntaxNode(.mapping([.init(key: use.key, keySpan: use.keySpan, value: fields)]), at: item.span)
    }

    private func index(of key: String, in items: [SyntaxNode]) -> Int? {
        if let named = items.firstIndex(where: { name($0) == key }) { return named }
        return parseInteger(key).flatMap { items.indices.contains($0) ? $0 : nil }
    }

    private func name(_ item: SyntaxNode) -> String? {
        guard let use = NamedUse(item) else { return nil }
        return use.fields?.first { $0.key == "name" }?.value.scalar?.text ?? use.name
    }
}

extension Override {
    private func noItem(_ key: String, at span: SourceSpan, in items: [SyntaxNode]) -> Diagnostic {
        let names = items.compactMap(name)
        let meant = nearestName(to: key, among: names)
        let listed =
            names.prefix(8).map { "`\(abbreviated($0))`" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return Diagnostic(
            "override-path", "`\(abbreviated(key))` must be the name of an item of this list, or its number",
            at: span,
            help: meant.map { "write `\($0)`" } ?? (items.isEmpty ? "the list is empty" : "its items are \(listed)"))
    }
}

extension SyntaxNode {
    /// The one entry of `kind: {fields}`; of a bare `kind`, one without fields.
    fileprivate var soleEntry: Entry? {
        if let entries = mapping { return entries.count == 1 ? entries[0] : nil }
        guard let scalar, !isEmpty else { return nil }
        return Entry(key: scalar.text, keySpan: span, value: SyntaxNode(.scalar(.init("")), at: span))
    }
}
