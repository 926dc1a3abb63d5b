package import Diagnostics

/// Reads one YAML document into a syntax tree, on libyaml's event interface.
///
/// Anchors and aliases are resolved; tags, merge keys and several documents are refused, as are duplicate keys and
/// nesting or expansion beyond any sensible spec.
package struct YAMLReader {
    /// Nesting beyond this is refused: libyaml has no limit of its own.
    package static let deepestNesting = 128
    /// Nodes, aliases counted with all that they stand for.
    package static let largestTree = 1_000_000

    /// The tree of `file`'s one document; nil, with the reason in `collector`, when there is none.
    package static func read(_ file: SourceFile, into collector: DiagnosticCollector) -> SyntaxNode? {
        do throws(YAMLFailure) {
            var builder = TreeBuilder(file: file, events: try EventStream(of: file))
            return try builder.document()
        } catch {
            collector.report(error.diagnostic)
            return nil
        }
    }
}

/// What ended the reading of a document.
struct YAMLFailure: Error {
    let diagnostic: Diagnostic

    init(_ code: String, _ message: String, at span: SourceSpan?, help: String? = nil, notes: [Diagnostic.Note] = []) {
        diagnostic = Diagnostic(code, message, at: span, help: help, notes: notes)
    }
}

/// Builds the tree from events; one use reads one document.
private struct TreeBuilder {
    let file: SourceFile
    let events: EventStream
    private var anchors: [String: (node: SyntaxNode, size: Int)] = [:]
    private var size = 0

    init(file: SourceFile, events: EventStream) {
        self.file = file
        self.events = events
    }

    mutating func document() throws(YAMLFailure) -> SyntaxNode {
        guard case .documentStart = try events.next().kind else {
            throw YAMLFailure(
                "empty-document", "a spec must be a YAML mapping, and this file is empty", at: .beginning(of: file))
        }
        let root = try node(try events.next(), depth: 0)
        _ = try events.next()
        let after = try events.next()
        guard case .streamEnd = after.kind else {
            throw YAMLFailure(
                "several-documents", "a file must hold one YAML document, and a second one begins here", at: after.span,
                help: "remove the `---` and what follows, or move it to a file of its own")
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLFailure) -> SyntaxNode {
        guard depth <= YAMLReader.deepestNesting else {
            throw YAMLFailure(
                "too-deep", "lists and mappings must not nest deeper than \(YAMLReader.deepestNesting)", at: event.span)
        }
        if let tag = event.tag {
            throw YAMLFailure(
                "tag", "YAML tags are not part of the spec language, found `\(abbreviated(tag))`", at: event.span,
                help: "remove the tag")
        }
        let before = size
        try count(1, at: event.span)
        let result: SyntaxNode
        switch event.kind {
        case .scalar(let text, let isPlain):
            result = SyntaxNode(.scalar(.init(text, isPlain: isPlain)), at: event.span)
        case .sequenceStart: result = try sequence(from: event, depth: depth)
        case .mappingStart: result = try mapping(from: event, depth: depth)
        case .alias(let name): return try alias(name, at: event.span)
        default: throw YAMLFailure("yaml-syntax", "a value must stand here", at: event.span)
        }
        if let anchor = event.anchor { anchors[anchor] = (result, size - before) }
        return result
    }

    private mutating func sequence(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> SyntaxNode {
        var items: [SyntaxNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return SyntaxNode(.sequence(items), at: start.span(to: event)) }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func mapping(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> SyntaxNode {
        var entries: [SyntaxNode.Entry] = []
        var places: [String: SourceSpan] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return SyntaxNode(.mapping(entries), at: start.span(to: event)) }
            let key = try self.key(event)
            if let first = places.updateValue(event.span, forKey: key) {
                throw YAMLFailure(
                    "duplicate-key", "the key `\(abbreviated(key))` must stand only once in a mapping", at: event.span,
                    help: "remove one of the two", notes: [.init("the first one is here", at: first)])
            }
            entries.append(.init(key: key, keySpan: event.span, value: try node(try events.next(), depth: depth + 1)))
        }
    }

    private func key(_ event: YAMLEvent) throws(YAMLFailure) -> String {
        guard case .scalar(let key, _) = event.kind, event.tag == nil else {
            throw YAMLFailure("key-type", "a key must be a plain word", at: event.span)
        }
        guard key != "<<" else {
            throw YAMLFailure(
                "merge-key", "YAML merge keys (`<<`) are not part of the spec language", at: event.span,
                help: "define a module with parameters, and use it in both places")
        }
        return key
    }

    private mutating func alias(_ name: String, at span: SourceSpan) throws(YAMLFailure) -> SyntaxNode {
        guard let anchored = anchors[name] else {
            throw YAMLFailure(
                "unknown-alias", "the alias `*\(abbreviated(name))` must name an anchor that stands before it",
                at: span,
                help: nearestName(to: name, among: anchors.keys.sorted()).map { "write `*\($0)`" })
        }
        try count(anchored.size, at: span)
        return anchored.node
    }

    private mutating func count(_ nodes: Int, at span: SourceSpan) throws(YAMLFailure) {
        size += nodes
        guard size <= YAMLReader.largestTree else {
            throw YAMLFailure(
                "too-large", "a spec must have at most \(YAMLReader.largestTree) values, aliases expanded", at: span)
        }
    }
}
