package import Diagnostics

/// Reads one YAML document into a syntax tree, on libyaml's event interface.
///
/// Anchors and aliases are resolved; tags, merge keys and several documents are refused, as are duplicate keys and
/// nesting or expansion beyond any sensible spec.
package struct YAMLReader {
    /// Nesting beyond this is refused, aliases counted with what they stand for: libyaml has no limit of its own.
    package static let deepestNesting = 128
    /// Nodes, aliases counted with all that they stand for.
    package static let largestTree = 250_000

    /// The tree of `file`'s one document; nil, with the reason in `collector`, when there is none, or when so much is
    /// missing from it, as where an alias names nothing, that the rest would mislead. A tree with other mistakes in it,
    /// such as a duplicate key, is returned without them, and they are in `collector`.
    package static func read(_ file: SourceFile, into collector: DiagnosticCollector) -> SyntaxNode? {
        do throws(YAMLFailure) {
            var builder = TreeBuilder(file: file, events: try EventStream(of: file), collector: collector)
            let tree = try builder.document()
            return builder.isWhole ? tree : nil
        } catch {
            collector.report(error.diagnostic)
            return nil
        }
    }
}

/// What ended the reading of a document.
struct YAMLFailure: Error {
    let diagnostic: Diagnostic

    init(
        _ code: Diagnostic.Code, _ message: String, at span: SourceSpan?, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostic = Diagnostic(code, message, at: span, help: help, notes: notes)
    }
}

/// Builds the tree from events; one use reads one document.
private struct TreeBuilder {
    let file: SourceFile
    let events: EventStream
    let collector: DiagnosticCollector
    private var anchors: [String: Subtree] = [:]
    private var size = 0
    /// Whether nothing was left out for which the rest of a spec might ask.
    private(set) var isWhole = true

    /// A node with the count of its nodes and the levels below it, aliases expanded.
    private struct Subtree {
        let node: SyntaxNode
        let size: Int
        let height: Int
        /// Where it is written: for an alias, the alias itself.
        var written: SourceSpan

        init(_ node: SyntaxNode, size: Int = 1, height: Int = 0) {
            (self.node, self.size, self.height, written) = (node, size, height, node.span)
        }
    }

    init(file: SourceFile, events: EventStream, collector: DiagnosticCollector) {
        self.file = file
        self.events = events
        self.collector = collector
    }

    mutating func document() throws(YAMLFailure) -> SyntaxNode {
        guard case .documentStart = try events.next().kind else {
            throw YAMLFailure(
                .emptyDocument, "there must be a YAML document here, and there is nothing but space and comments",
                at: .beginning(of: file),
                help: "begin a spec with `netspec: 1`, a library of modules with `modules:`")
        }
        let root = try subtree(try events.next(), depth: 0).node
        _ = try events.next()
        let after = try events.next()
        guard case .streamEnd = after.kind else {
            throw YAMLFailure(
                .severalDocuments, "a file must hold one YAML document, and a second one begins here", at: after.span,
                help: "remove the `---` and what follows, or move it to a file of its own")
        }
        return root
    }

    private mutating func subtree(_ event: YAMLEvent, depth: Int) throws(YAMLFailure) -> Subtree {
        try checkDepth(depth, at: event.span)
        if collector.isFull {
            throw YAMLFailure(
                .tooMany, "there are too many mistakes to go on", at: event.span, help: "correct these first")
        }
        if let tag = event.tag { collector.report(strayTag(tag, at: event.span)) }
        if case .alias(let name) = event.kind { return try alias(name, at: event.span, depth: depth) }
        try count(1, at: event.span)
        let result: Subtree
        switch event.kind {
        case .scalar(let text, let isPlain):
            result = Subtree(SyntaxNode(.scalar(.init(text, isPlain: isPlain)), at: event.span))
        case .sequenceStart: result = try sequence(from: event, depth: depth)
        case .mappingStart: result = try mapping(from: event, depth: depth)
        default:
            throw YAMLFailure(.yamlSyntax, "a value must stand here", at: event.span, help: "write one")
        }
        if let anchor = event.anchor { anchors[anchor] = result }
        return result
    }

    private mutating func sequence(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> Subtree {
        var items: [SyntaxNode] = []
        var (size, height) = (1, 0)
        var last: SourceSpan?
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind {
                let span = start.span(to: event, last: last)
                return Subtree(SyntaxNode(.sequence(items), at: span), size: size, height: height)
            }
            let item = try subtree(event, depth: depth + 1)
            items.append(item.node)
            last = item.written
            (size, height) = (size + item.size, max(height, item.height + 1))
        }
    }

    private mutating func mapping(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> Subtree {
        var entries: [SyntaxNode.Entry] = []
        var places: [String: SourceSpan] = [:]
        var (size, height) = (1, 0)
        var last: SourceSpan?
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind {
                let span = start.span(to: event, last: last)
                return Subtree(SyntaxNode(.mapping(entries), at: span), size: size, height: height)
            }
            let key = try self.key(event)
            let value = try subtree(try events.next(), depth: depth + 1)
            if let entry = entries.last, let torn = TornValue(entry.value, key: key, at: event.span, value.node) {
                collector.report(torn.diagnostic)
                entries[entries.count - 1] = .init(key: entry.key, keySpan: entry.keySpan, value: torn.whole)
                continue
            }
            last = value.written
            (size, height) = (size + value.size, max(height, value.height + 1))
            if let first = places[key] {
                collector.report(duplicateKey(key, at: event.span, first: first))
            } else if key == "<<" {
                collector.report(mergeKey(at: event.span))
                isWhole = false
            } else {
                entries.append(.init(key: key, keySpan: event.span, value: value.node))
            }
            places[key] = places[key] ?? event.span
        }
    }

    private func key(_ event: YAMLEvent) throws(YAMLFailure) -> String {
        guard case .scalar(let key, let isPlain) = event.kind, !(key.isEmpty && isPlain) else {

            throw YAMLFailure(
                .keyType, "a key must be a word", at: event.span,
                help: "write a word before the colon")
        }
        if let tag = event.tag { collector.report(strayTag(tag, at: event.span)) }
        return key
    }

    private mutating func alias(_ name: String, at span: SourceSpan, depth: Int) throws(YAMLFailure) -> Subtree {
        guard var anchored = anchors[name] else {
            collector.report(unknownAlias(name, at: span))
            isWhole = false
            return Subtree(SyntaxNode(.scalar(.init("")), at: span))
        }
        try checkDepth(depth + anchored.height, at: span)
        try count(anchored.size, at: span)
        anchored.written = span
        return anchored
    }

    private func checkDepth(_ depth: Int, at span: SourceSpan) throws(YAMLFailure) {
        guard depth <= YAMLReader.deepestNesting else {
            throw YAMLFailure(
                .tooDeep, "lists and mappings must not nest deeper than \(YAMLReader.deepestNesting)", at: span,
                help: "define modules, and use them in the place of what is inside")
        }
    }

    private mutating func count(_ nodes: Int, at span: SourceSpan) throws(YAMLFailure) {
        size += nodes
        guard size <= YAMLReader.largestTree else {
            throw YAMLFailure(
                .tooLarge, "a spec must have at most \(YAMLReader.largestTree) values, aliases expanded", at: span,
                help: "use modules and `repeat` for what stands many times")
        }
    }
}

extension TreeBuilder {
    private func strayTag(_ tag: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .tag, "YAML tags are not part of the spec language, found `\(abbreviated(tag))`", at: span,
            help: "remove the tag")
    }

    private func duplicateKey(_ key: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            .duplicateKey, "the key `\(abbreviated(key))` must stand only once in a mapping", at: span,
            help: "remove one of the two", notes: [.init("the first one is here", at: first)])
    }

    private func mergeKey(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .mergeKey, "YAML merge keys (`<<`) are not part of the spec language", at: span,
            help: "define a module with parameters, and use it in both places")
    }

    private func unknownAlias(_ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .unknownAlias, "the alias `*\(abbreviated(name))` must name an anchor that stands before it", at: span,
            help: nearestName(to: name, among: anchors.keys.sorted()).map { span.remedy(writing: "*\($0)") }
                ?? "write `&\(abbreviated(name))` before the value that it stands for")
    }
}
