import Diagnostics
import SpecModules
package import SpecSyntax

/// A spec as one file that stands alone: what it extends, its libraries and `--set` written into it.
///
/// Modules of one name in several libraries get the names of these in front, so that each use still means the same one.
package struct ResolvedSpec: Sendable {
    private let spec: SyntaxNode
    private let name: String
    private let library: ModuleLibrary
    private let vocabulary: LayerVocabulary
    /// Where the values were written.
    package let origins: ValueOrigins

    /// - Parameters:
    ///   - spec: the spec, with its bases and changes in it.
    ///   - file: the spec's own file.
    init(
        _ spec: SyntaxNode, in file: SourceFile, bases: [SourceFile], library: ModuleLibrary,
        vocabulary: LayerVocabulary, name: String
    ) {
        self.spec = spec
        self.name = name
        self.library = library
        self.vocabulary = vocabulary
        origins = ValueOrigins(file: file, bases: Set(bases))
    }

    /// The spec as YAML.
    package func text() throws(YAMLWritingError) -> String {
        try YAMLWriter.text(tree)
    }

    package var tree: SyntaxNode { tree(fillsDefaults: false) }

    /// The same, with the defaults of modules' parameters in the uses that give no value.
    package var treeWithDefaults: SyntaxNode { tree(fillsDefaults: true) }

    private func tree(fillsDefaults: Bool) -> SyntaxNode {
        let names = library.distinctNames
        let rewriting = UseRewriting(
            library: library, vocabulary: vocabulary, names: names, fillsDefaults: fillsDefaults)
        let isSame = names.isEmpty && !fillsDefaults
        var entries: [SyntaxNode.Entry] = (spec.mapping ?? []).compactMap { entry in
            switch entry.key {
            case "include", "modules": nil
            case "network" where !isSame:
                .init(key: entry.key, keySpan: entry.keySpan, value: rewriting.network(entry.value))
            default: entry
            }
        }
        if spec["name"] == nil {
            let place = entries.firstIndex { $0.key == "netspec" }.map { $0 + 1 } ?? 0
            entries.insert(ValueOrigins.nameEntry(name), at: place)
        }
        if !library.definitions.isEmpty {
            let definitions = library.definitions.map { isSame ? $0.entry : rewriting.definition($0) }
            let place = entries.firstIndex { $0.key == "network" } ?? entries.endIndex
            let modules = SyntaxNode(.mapping(definitions), at: spec.span)
            entries.insert(.init(key: "modules", keySpan: spec.span, value: modules), at: place)
        }
        return SyntaxNode(.mapping(entries), at: spec.span)
    }
}
