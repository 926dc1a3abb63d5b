package import SpecSyntax

/// Rewrites the uses of modules in steps as they are written, wherever they stand: in branches, in `repeat` and `auxiliary`,
/// in layers that are given to modules.
package struct UseRewriting {
    private let library: ModuleLibrary
    private let vocabulary: LayerVocabulary
    private let names: [ModuleDefinition.Identity: String]
    private let fillsDefaults: Bool

    /// - Parameters:
    ///   - names: what modules are called from now on.
    ///   - fillsDefaults: whether a use gets the defaults of the parameters that it gives no value.
    package init(
        library: ModuleLibrary, vocabulary: LayerVocabulary, names: [ModuleDefinition.Identity: String],
        fillsDefaults: Bool
    ) {
        self.library = library
        self.vocabulary = vocabulary
        self.names = names
        self.fillsDefaults = fillsDefaults
    }

    /// The steps of a network of the spec itself.
    package func network(_ node: SyntaxNode) -> SyntaxNode { steps(node, in: ModuleLibrary.spec) }

    /// A module's definition under its new name.
    package func definition(_ module: ModuleDefinition) -> SyntaxNode.Entry {
        let lists = Set(module.parameters.filter { $0.type.kind == .layers }.map(\.name))
        let body = module.entry.value.mappingValues { entry in
            switch entry.key {
            case "network": steps(entry.value, in: module.file)
            case "parameters":
                entry.value.mappingValues { parameter in
                    guard lists.contains(parameter.key) else { return parameter.value }
                    return parameter.value.mappingValues { part in
                        part.key == "default" ? steps(part.value, in: module.file) : part.value
                    }
                }
            default: entry.value
            }
        }
        return .init(key: name(of: module), keySpan: module.entry.keySpan, value: body)
    }

    private func name(of module: ModuleDefinition) -> String { names[module.identity] ?? module.name }

    private func steps(_ node: SyntaxNode, in file: ModuleLibrary.File) -> SyntaxNode {
        guard let items = node.sequence else { return node }
        return SyntaxNode(.sequence(items.map { step($0, in: file) }), at: node.span)
    }

    private func step(_ node: SyntaxNode, in file: ModuleLibrary.File) -> SyntaxNode {
        guard let use = NamedUse(node), let fields = use.fields else { return node }
        func rewritten(_ kind: String, _ fields: [SyntaxNode.Entry]) -> SyntaxNode {
            if fields.isEmpty, node.scalar != nil { return SyntaxNode(.scalar(.init(kind)), at: node.span) }
            let value = SyntaxNode(.mapping(fields), at: use.valueSpan)
            return SyntaxNode(.mapping([.init(key: kind, keySpan: use.nameSpan, value: value)]), at: node.span)
        }
        func withLists(_ isList: (String) -> Bool) -> [SyntaxNode.Entry] {
            fields.map { entry in
                isList(entry.key)
                    ? .init(key: entry.key, keySpan: entry.keySpan, value: steps(entry.value, in: file)) : entry
            }
        }
        if [RepeatStep.kind, AuxiliaryStep.kind].contains(use.name) {
            return rewritten(use.name, withLists { $0 == "network" })
        }
        switch (vocabulary.inputs[use.name], library.match(use.name, in: file)) {
        case (.several, _): return rewritten(use.name, withLists { $0 != "from" })
        case (nil, .one(let module)):
            let lists = module.parameters.filter { $0.type.kind == .layers }.map(\.name)
            return rewritten(name(of: module), withLists(lists.contains) + defaults(of: module, besides: fields))
        default: return node
        }
    }

    /// The defaults that a use could have written itself.
    private func defaults(of module: ModuleDefinition, besides fields: [SyntaxNode.Entry]) -> [SyntaxNode.Entry] {
        guard fillsDefaults else { return [] }
        let given = Set(fields.map(\.key))
        return module.parameters.compactMap { parameter in
            guard !given.contains(parameter.name), let value = parameter.defaultValue, !value.hasExpression,
                parameter.type.kind != .layers
            else { return nil }
            return .init(key: parameter.name, keySpan: parameter.span, value: value)
        }
    }
}
