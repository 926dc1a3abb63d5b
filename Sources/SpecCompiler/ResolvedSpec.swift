import Diagnostics
import SpecModules
package import SpecSyntax

/// A spec as one file that stands alone: what it extends, its libraries and `--set` written into it.
package struct ResolvedSpec: Sendable {
    package let tree: SyntaxNode
    private let file: SourceFile
    private let bases: Set<SourceFile>
    /// Where the values stand that are defaults of modules' parameters.
    private let defaults: Set<SourceSpan>

    /// - Parameters:
    ///   - tree: the spec, with its bases and changes in it.
    ///   - file: the spec's own file.
    init(_ tree: SyntaxNode, in file: SourceFile, bases: [SourceFile], library: ModuleLibrary, name: String) {
        var entries = (tree.mapping ?? []).filter { $0.key != "include" && $0.key != "modules" }
        if tree["name"] == nil {
            let place = entries.firstIndex { $0.key == "netspec" }.map { $0 + 1 } ?? 0
            let nowhere = SourceSpan.beginning(of: SourceFile(argument: ValueOrigin.fileName.rawValue, text: name))
            let value = SyntaxNode(.scalar(.init(name, isPlain: false)), at: nowhere)
            entries.insert(.init(key: "name", keySpan: nowhere, value: value), at: place)
        }
        if !library.definitions.isEmpty {
            let modules = SyntaxNode(.mapping(library.definitions.map(\.entry)), at: tree.span)
            let place = entries.firstIndex { $0.key == "network" } ?? entries.endIndex
            entries.insert(.init(key: "modules", keySpan: tree.span, value: modules), at: place)
        }
        self.tree = SyntaxNode(.mapping(entries), at: tree.span)
        self.file = file
        self.bases = Set(bases)
        defaults = Set(library.definitions.flatMap(\.parameters).flatMap { $0.defaultValue?.leafSpans ?? [] })
    }

    /// The spec as YAML.
    package func text() throws(YAMLWritingError) -> String {
        try YAMLWriter.text(tree)
    }

    /// Where a value of the tree was written.
    package func place(of value: SyntaxNode) -> ValuePlace {
        let span = value.span
        let origin: ValueOrigin =
            if span.file.isArgument {
                span.file.path == ValueOrigin.fileName.rawValue ? .fileName : .override
            } else if defaults.contains(span) {
                .moduleDefault
            } else if span.file == file {
                .spec
            } else {
                bases.contains(span.file) ? .base : .library
            }
        return ValuePlace(origin: origin, span: span)
    }
}

extension SyntaxNode {
    /// The places of the scalars, and of the lists and mappings without any, that a node is made of.
    fileprivate var leafSpans: [SourceSpan] {
        switch content {
        case .scalar: [span]
        case .sequence(let items): items.isEmpty ? [span] : items.flatMap(\.leafSpans)
        case .mapping(let entries): entries.isEmpty ? [span] : entries.flatMap(\.value.leafSpans)
        }
    }
}
