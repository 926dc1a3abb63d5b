package import Diagnostics
package import SpecSyntax

/// A spec with what it extends written into it.
package struct ExtendedSpec: Sendable {
    package let tree: SyntaxNode
    /// The files that the spec extends, nearest first.
    package let bases: [SourceFile]
    /// Changes inside modules that the spec does not define itself, for whoever reads its libraries; in their order.
    package let libraryEdits: [TreeEdit]

    /// The same with the changes of `--set`, in their order.
    package func changed(by overrides: [String], into collector: DiagnosticCollector) -> ExtendedSpec {
        let edits = overrides.compactMap { Override($0, into: collector)?.edit }
        let changed = edits.applied(to: tree, into: collector)
        return ExtendedSpec(tree: changed.tree, bases: bases, libraryEdits: libraryEdits + changed.others)
    }
}

/// Puts a spec and the one that it `extends` together: the base, with the spec's changes made in it, one after the other.
///
///     extends: googlenet-cifar10.yaml
///     changes: {train.batch: 64, network.inception_3a.1x1: 96}
///     insert-after: {network.stem: [{dropout: {ratio: 0.1}}]}
///     remove: [assert]
///
/// A base may extend another; paths of files are relative to the file that names them.
package struct ExtendsLoader {
    private static let longestChain = 32
    /// Changes to a base beyond this are refused: each goes over the list of steps.
    private static let mostEdits = 250

    private let root: String
    private let sources: SourceProvider
    private let references: ReferenceCollector
    private let collector: DiagnosticCollector
    private var bases: [SourceFile] = []
    private var libraryEdits: [TreeEdit] = []
    private var editCount = 0
    /// How many bytes may still be read.
    private var budget = SourceFile.largestSize

    /// The whole spec; nil, with the reason reported, when there is no base to change. Changes with mistakes are left
    /// out and reported.
    package static func load(
        _ spec: SyntaxNode, in file: SourceFile, from sources: SourceProvider,
        references: ReferenceCollector = ReferenceCollector(), into collector: DiagnosticCollector
    ) -> ExtendedSpec? {
        var loader = ExtendsLoader(root: file.path, from: sources, references: references, collector: collector)
        guard let tree = loader.whole(spec, chain: [sources.identity(of: file.path)]) else { return nil }
        return ExtendedSpec(tree: tree, bases: loader.bases, libraryEdits: loader.libraryEdits)
    }

    private init(
        root: String, from sources: SourceProvider, references: ReferenceCollector, collector: DiagnosticCollector
    ) {
        self.root = root
        self.sources = sources
        self.references = references
        self.collector = collector
    }

    private mutating func whole(_ spec: SyntaxNode, chain: [String]) -> SyntaxNode? {
        guard let entries = spec.mapping else { return spec }
        guard let extends = entries.first(where: { $0.key == "extends" }) else { return standalone(entries, spec) }
        // The name alone is read first: what else the spec may hold is judged beside its base.
        guard let scalar = extends.value.scalar, !extends.value.isEmpty else {
            _ = fields(entries, at: extends.keySpan, base: nil)
            return nil
        }
        guard let base = base(extends.value, scalar.text, chain: chain) else { return nil }
        let edits = fields(entries, at: extends.keySpan, base: base)?.edits ?? []
        editCount += edits.count
        guard editCount <= Self.mostEdits else {
            let message = "a spec and its bases must make at most \(Self.mostEdits) changes, found \(editCount)"
            collector.report(
                Diagnostic(.tooLarge, message, at: extends.keySpan, help: "copy the base, and change it"))
            return nil
        }
        let merged = SyntaxNode(.mapping(merge(entries, into: base)), at: spec.span)
        let changed = edits.applied(to: merged, into: collector)
        libraryEdits += changed.others
        return changed.tree
    }

    /// The base of a spec, put together with its own bases.
    private mutating func base(_ node: SyntaxNode, _ written: String, chain: [String]) -> SyntaxNode? {
        let path = FilePath(node, root: root, in: sources)
        guard !chain.contains(path.identity) else {
            collector.report(
                Diagnostic(
                    .extendsCycle,
                    "a spec must not extend itself, and `\(abbreviated(written))` leads back to itself",
                    at: node.span, help: "name another base"))
            return nil
        }
        guard chain.count <= Self.longestChain else {
            collector.report(
                Diagnostic(
                    .tooDeep, "specs must not extend more than \(Self.longestChain) deep", at: node.span,
                    help: "extend a spec that stands nearer to the first"))
            return nil
        }
        let note = Diagnostic.Note("`\(abbreviated(written))` is extended here", at: node.span)
        let file = path.read(budget: &budget, into: collector, note: note) { reason in
            Diagnostic(
                .extendsMissing, "the extended file must be readable: \(reason)", at: node.span,
                help: sources.nearestFile(to: path.path, writtenAs: written).map(node.remedy(writing:))
                    ?? "a path is relative to the file that extends it")
        }
        guard let file else { return nil }
        references.resolved(.base, node.span, to: .beginning(of: file))
        guard let tree = sources.tree(of: file, into: collector) else { return nil }
        guard tree.mapping != nil else {
            collector.report(
                Diagnostic(
                    .wrongType, "a spec must be a mapping, found \(tree.foundText)", at: tree.span,
                    help: "name a spec in `extends`, `\(abbreviated(written))` is none"))
            return nil
        }
        bases.append(file)
        return whole(tree, chain: chain + [path.identity])
    }

    /// Reads what a spec says of its base; values that it writes beside it get a diagnostic of their own.
    private func fields(_ entries: [SyntaxNode.Entry], at span: SourceSpan, base: SyntaxNode?) -> SpecExtension? {
        let known = SpecExtension.ownFields + ["extends"] + SpecExtension.dependentFields
        let values = entries.filter { entry in
            !known.contains(entry.key) && (base?[entry.key] != nil || nearestName(to: entry.key, among: known) == nil)
        }
        for entry in values { collector.report(beside(entry)) }
        let keys = Set(values.map(\.key))
        let fields = FieldReader(
            entries.filter { !keys.contains($0.key) }, of: "a spec that extends another", at: span,
            context: FieldContext(collector: collector))
        let result = SpecExtension(fields)
        fields.finish()
        return result
    }

    /// The base's entries, and the spec's own: its name, its libraries behind the base's, its modules in the place of
    /// those of the same name.
    private func merge(_ entries: [SyntaxNode.Entry], into base: SyntaxNode) -> [SyntaxNode.Entry] {
        var merged = (base.mapping ?? []).filter { $0.key != "name" }
        for entry in entries where SpecExtension.ownFields.contains(entry.key) {
            guard let index = merged.firstIndex(where: { $0.key == entry.key }) else {
                merged.insert(entry, at: min(merged.count, entry.key == "netspec" ? 0 : 1))
                continue
            }
            merged[index] = joined(merged[index], entry)
        }
        return merged
    }

    /// Two lists one after the other, two mappings in one; otherwise the second, for its reader to judge.
    private func joined(_ base: SyntaxNode.Entry, _ own: SyntaxNode.Entry) -> SyntaxNode.Entry {
        let content: SyntaxNode.Content
        if let first = base.value.sequence, let second = own.value.sequence {
            content = .sequence(first + second)
        } else if let first = base.value.mapping, let second = own.value.mapping {
            let replaced = Dictionary(second.map { ($0.key, $0) }) { first, _ in first }
            let known = Set(first.map(\.key))
            content = .mapping(first.map { replaced[$0.key] ?? $0 } + second.filter { !known.contains($0.key) })
        } else {
            return own
        }
        return .init(key: own.key, keySpan: own.keySpan, value: SyntaxNode(content, at: own.value.span))
    }

    /// A spec that extends nothing; nil, with the reason reported, where it was meant to.
    private func standalone(_ entries: [SyntaxNode.Entry], _ spec: SyntaxNode) -> SyntaxNode? {
        let changes = entries.filter { SpecExtension.dependentFields.contains($0.key) }
        let misspelt = entries.first { nearestName(to: $0.key, among: ["extends"]) != nil }
        if let misspelt, spec["network"] == nil {
            collector.report(
                Diagnostic(
                    .unknownKey, "`spec` has no field `\(abbreviated(misspelt.key))`", at: misspelt.keySpan,
                    help: misspelt.keySpan.remedy(writing: "extends")))
            return nil
        }
        for entry in changes {
            collector.report(
                Diagnostic(
                    .missingField, "`\(entry.key)` needs the field `extends`, the spec that is changed",
                    at: entry.keySpan, help: "add `extends: …`, the path of a spec"))
        }
        return changes.isEmpty ? spec : nil
    }

    private func beside(_ entry: SyntaxNode.Entry) -> Diagnostic {
        let inner = entry.value.mapping?.first.map { ".\($0.key)" } ?? ""
        return Diagnostic(
            .extendsField, "a spec that extends another changes `\(abbreviated(entry.key))` by its path",
            at: entry.keySpan, help: "write it in `changes`, as `\(abbreviated(entry.key + inner)): …`")
    }
}
