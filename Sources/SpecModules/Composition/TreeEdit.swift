package import Diagnostics
package import SpecSyntax

/// One change to a spec's tree.
package struct TreeEdit: Sendable {
    enum Action: Sendable {
        /// Puts a value in the place; a key that was not there is added, for the strict reading to judge.
        case set(SyntaxNode)
        /// Takes what is there away.
        case remove
        /// Puts items beside an item of a list.
        case insert([SyntaxNode], Side)
    }

    enum Side: Sendable {
        case before, after
    }

    let path: TreePath
    let action: Action

    /// The tree with the change; as it was, with the reason reported, where the path leads nowhere.
    package func apply(to tree: SyntaxNode, into collector: DiagnosticCollector) -> SyntaxNode {
        do throws(Dead) {
            return try node(widened(tree, path.keys[...], collector.keyPlaces), path.keys[...])
        } catch {
            collector.report(error.diagnostic)
            return tree
        }
    }

    /// What ended a path.
    private struct Dead: Error {
        let diagnostic: Diagnostic
    }

    private func node(_ node: SyntaxNode, _ path: ArraySlice<TreePath.Key>) throws(Dead) -> SyntaxNode {
        guard let key = path.first else {
            if case .set(let value) = action { return value }
            return node
        }
        switch node.content {
        case .mapping(let entries):
            return SyntaxNode(.mapping(try mapping(entries, key, path.dropFirst())), at: node.span)
        case .sequence(let items):
            return SyntaxNode(.sequence(try sequence(items, key, path.dropFirst())), at: node.span)
        case .scalar(let scalar):
            // A bare name, as in `optimizer: sgd`, is a mapping of that name to no fields.
            if scalar.text == key.text, path.count > 1 {
                let fields = try self.node(SyntaxNode(.mapping([]), at: node.span), path.dropFirst())
                return SyntaxNode(.mapping([.init(key: key.text, keySpan: node.span, value: fields)]), at: node.span)
            }
            guard node.isEmpty else { throw Dead(diagnostic: notInside(key, node)) }
            return try self.node(SyntaxNode(.mapping([]), at: node.span), path)
        }
    }

    /// The tree with a word on the way, which is short for one field, written as that field: `folder: photos` as
    /// `folder: {path: photos}`, where the way leads to another one.
    ///
    /// - Parameter start: the keys that lead to the node.
    private func widened(
        _ node: SyntaxNode, _ path: ArraySlice<TreePath.Key>, _ places: KeyPlaces, from start: String = ""
    ) -> SyntaxNode {
        guard let key = path.first else { return node }
        if let entries = node.mapping {
            let below = start.isEmpty ? key.text : "\(start).\(key.text)"
            let changed = entries.map { entry in
                entry.key != key.text
                    ? entry
                    : .init(
                        key: entry.key, keySpan: entry.keySpan,
                        value: widened(entry.value, path.dropFirst(), places, from: below))
            }
            return SyntaxNode(.mapping(changed), at: node.span)
        }
        guard node.scalar != nil, !node.isEmpty, let field = places.mainField(at: start) else { return node }
        return SyntaxNode(.mapping([.init(key: field, keySpan: node.span, value: node)]), at: node.span)
    }

    private func mapping(
        _ entries: [SyntaxNode.Entry], _ key: TreePath.Key, _ rest: ArraySlice<TreePath.Key>
    ) throws(Dead) -> [SyntaxNode.Entry] {
        var entries = entries
        guard let index = entries.firstIndex(where: { $0.key == key.text }) else {
            guard case .set = action else { throw Dead(diagnostic: noKey(key, entries)) }
            let empty = SyntaxNode(.mapping([]), at: key.span)
            entries.append(.init(key: key.text, keySpan: key.span, value: try node(empty, rest)))
            return entries
        }
        let old = entries[index]
        guard rest.isEmpty else {
            entries[index] = .init(key: old.key, keySpan: old.keySpan, value: try node(old.value, rest))
            return entries
        }
        switch action {
        case .set(let value): entries[index] = .init(key: key.text, keySpan: key.span, value: value)
        case .remove: entries.remove(at: index)
        case .insert: throw Dead(diagnostic: noList(key))
        }
        return entries
    }

    private func sequence(
        _ items: [SyntaxNode], _ key: TreePath.Key, _ rest: ArraySlice<TreePath.Key>
    ) throws(Dead) -> [SyntaxNode] {
        var items = items
        guard items.count <= Expander.mostLayers else { throw Dead(diagnostic: tooLong(key, items)) }
        guard let index = index(of: key.text, in: items) else { throw Dead(diagnostic: noItem(key, items)) }
        guard rest.isEmpty else {
            items[index] = try step(items[index], rest)
            return items
        }
        switch action {
        case .set(let value): items[index] = value
        case .remove: items.remove(at: index)
        case .insert(let new, .before): items.insert(contentsOf: new, at: index)
        case .insert(let new, .after): items.insert(contentsOf: new, at: index + 1)
        }
        return items
    }

    /// A step `kind: {fields}` is entered through its fields, without naming the kind; a bare `kind` gets fields.
    private func step(_ item: SyntaxNode, _ path: ArraySlice<TreePath.Key>) throws(Dead) -> SyntaxNode {
        guard let next = path.first, let use = item.soleEntry, use.key != next.text else { return try node(item, path) }
        let fields = try node(use.value, path)
        return SyntaxNode(.mapping([.init(key: use.key, keySpan: use.keySpan, value: fields)]), at: item.span)
    }

    private func index(of key: String, in items: [SyntaxNode]) -> Int? {
        if let named = items.firstIndex(where: { $0.stepName == key }) { return named }
        return parseInteger(key).flatMap { items.indices.contains($0) ? $0 : nil }
    }
}

extension TreeEdit {
    private func notInside(_ key: TreePath.Key, _ node: SyntaxNode) -> Diagnostic {
        let verb = if case .set = action { "set" } else { "found" }
        return Diagnostic(
            .overridePath, "`\(abbreviated(key.text))` cannot be \(verb) inside \(node.foundText)", at: key.span,
            help: parent(of: key).map { "let the path end in `\($0)`" },
            notes: [.init("what it would change is here", at: node.span)])
    }

    /// The key before one of the path.
    private func parent(of key: TreePath.Key) -> String? {
        path.keys.firstIndex { $0.span == key.span }.flatMap { $0 > 0 ? abbreviated(path.keys[$0 - 1].text) : nil }
    }

    private func noKey(_ key: TreePath.Key, _ entries: [SyntaxNode.Entry]) -> Diagnostic {
        let names = entries.map(\.key)
        return Diagnostic(
            .overridePath, "`\(abbreviated(key.text))` must be a key that is there", at: key.span,
            help: nearestName(to: key.text, among: names).map(key.span.remedy)
                ?? (names.isEmpty ? "there is none" : "there are \(listed(names, most: 8))"))
    }

    private func noItem(_ key: TreePath.Key, _ items: [SyntaxNode]) -> Diagnostic {
        let names = items.compactMap(\.stepName)
        return Diagnostic(
            .overridePath, "`\(abbreviated(key.text))` must be the name of an item of this list, or its number",
            at: key.span,
            help: nearestName(to: key.text, among: names).map(key.span.remedy)
                ?? (items.isEmpty ? "the list is empty" : "its items are \(listed(names, most: 8))"))
    }

    private func tooLong(_ key: TreePath.Key, _ items: [SyntaxNode]) -> Diagnostic {
        Diagnostic(
            .tooLarge, "a list that is changed must have at most \(Expander.mostLayers) items, found \(items.count)",
            at: key.span, help: "change it in the file where it is written")
    }

    private func noList(_ key: TreePath.Key) -> Diagnostic {
        Diagnostic(
            .overridePath, "steps can be put beside an item of a list, and `\(abbreviated(key.text))` is a key",
            at: key.span, help: "let the path end in the name of a step, or in its number")
    }
}

extension SyntaxNode {
    /// The one entry of `kind: {fields}`; of a bare `kind`, one without fields.
    fileprivate var soleEntry: Entry? {
        if let entries = mapping { return entries.count == 1 ? entries[0] : nil }
        guard let scalar, !isEmpty else { return nil }
        return Entry(key: scalar.text, keySpan: span, value: SyntaxNode(.scalar(.init("")), at: span))
    }

    /// What a step is called in a path: its `name`, or its kind.
    fileprivate var stepName: String? {
        switch content {
        case .scalar(let kind): return isEmpty ? nil : kind.text
        case .mapping(let entries):
            guard entries.count == 1 else { return nil }
            return entries[0].value["name"]?.scalar?.text ?? entries[0].key
        case .sequence: return nil
        }
    }
}
