import Diagnostics
import SpecSyntax

/// The modules of a spec and of the libraries that it includes, and which of them each file sees.
///
/// A file sees its own modules, and what the files that it includes see, but for names that it has itself. So two libraries
/// can have helpers of one name, and who includes both is asked only where such a name is used.
package struct ModuleLibrary: Sendable {
    /// A file with modules, by its number; the spec's own is 0.
    package typealias File = Int
    package static let spec: File = 0

    /// What a kind of step is among the modules that a file sees.
    enum Match {
        case none
        /// There is one with a mistake in its definition, which is reported already.
        case invalid
        case one(ModuleDefinition)
        case several([ModuleDefinition])
    }

    /// In the order in which they were first met.
    package let definitions: [ModuleDefinition]
    /// Every `include` that was followed, in the spec and in libraries, as it is written.
    package let includes: [String]
    private let views: [View]
    /// Whether all modules are known: not after a mistake in an `include`.
    let isComplete: Bool

    /// No modules at all.
    package static let empty = ModuleLibrary([], views: [View()], includes: [], isComplete: true)

    init(_ definitions: [ModuleDefinition], views: [View], includes: [String], isComplete: Bool) {
        self.definitions = definitions
        self.views = views
        self.includes = includes
        self.isComplete = isComplete
    }

    /// What `kind` stands for in a step of `file`: the name of a module, or that of a library and a module, `library/name`.
    func match(_ kind: String, in file: File) -> Match {
        let view = views[file]
        if view.invalid.contains(kind) { return .invalid }
        let found = view.visible[kind] ?? qualified(kind, in: view)
        switch found.count {
        case 0: return .none
        case 1: return .one(definitions[found[0]])
        default: return .several(found.map { definitions[$0] })
        }
    }

    /// The names that a step of `file` can use.
    func names(in file: File) -> [String] { views[file].visible.keys.sorted() }

    /// The names with a library before them that a step of `file` can use.
    func qualifiedNames(in file: File) -> [String] {
        views[file].reachable.values.joined().map { definitions[$0].qualifiedName() }.sorted()
    }

    /// The modules that the spec itself can use by their names alone.
    package var ofSpec: [ModuleDefinition] {
        names(in: Self.spec).compactMap { name in
            if case .one(let definition) = match(name, in: Self.spec) { return definition }
            return nil
        }
    }

    private func qualified(_ kind: String, in view: View) -> [Int] {
        guard let slash = kind.lastIndex(of: "/") else { return [] }
        let library = kind[..<slash]
        let candidates = view.reachable[String(kind[kind.index(after: slash)...])] ?? []
        return candidates.filter { definitions[$0].isIn(library: library) }
    }
}
