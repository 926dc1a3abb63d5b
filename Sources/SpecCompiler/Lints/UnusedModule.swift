import Diagnostics
import SpecModules
import SpecSyntax

/// A module of the spec's own that no step uses.
enum UnusedModule {
    static let lint = Lint(.unusedModule, help: "a module that nothing uses", isOfLayers: false) { subject in
        let network = subject.tree["network"]
        return subject.ownModules.filter { module in
            let others = subject.library.definitions.filter { $0.nameSpan != module.nameSpan }.map(\.entry.value)
            return !([network].compactMap { $0 } + others).contains { $0.mentions(module.name) }
        }.map { module in
            Lint.Finding(
                "the module `\(module.name)` should be used by a step, and nothing uses it", at: module.nameSpan,
                help: "use it, or remove it")
        }
    }
}

extension LintSubject {
    /// The modules that are written in the spec's own file, and not in one that it includes or extends.
    var ownModules: [ModuleDefinition] { library.definitions.filter { $0.nameSpan.file == file } }
}

extension SyntaxNode {
    /// Whether a name stands somewhere as a key or a value, with or without a library before it.
    fileprivate func mentions(_ name: String) -> Bool {
        func isName(_ text: String) -> Bool { text == name || text.hasSuffix("/" + name) }
        return switch content {
        case .scalar(let scalar): isName(scalar.text)
        case .sequence(let items): items.contains { $0.mentions(name) }
        case .mapping(let entries): entries.contains { isName($0.key) || $0.value.mentions(name) }
        }
    }
}
