import Diagnostics
import SpecSyntax

/// The modules that a spec can use: its own, and those of the libraries that it includes.
package struct ModuleLibrary: Sendable {
    /// In the order in which they were first met.
    package let definitions: [ModuleDefinition]
    /// Every `include` that was followed, in the spec and in libraries, as it is written.
    package let includes: [String]
    private let byName: [String: ModuleDefinition]
    private let spoiled: Set<String>
    /// Whether all modules are known: not after a mistake in an `include`.
    let isComplete: Bool

    /// - Parameters:
    ///   - includes: every `include` that was followed.
    ///   - spoiled: the names of modules whose definitions have mistakes.
    ///   - isComplete: whether every library was read that should have been.
    package init(
        _ definitions: [ModuleDefinition], includes: [String] = [], spoiled: Set<String> = [], isComplete: Bool = true
    ) {
        self.definitions = definitions
        self.includes = includes
        self.spoiled = spoiled
        self.isComplete = isComplete
        byName = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
    }

    package subscript(name: String) -> ModuleDefinition? { byName[name] }

    /// Whether there is a module of this name with a mistake in its definition, which is reported already.
    func isSpoiled(_ name: String) -> Bool { spoiled.contains(name) }

    package var names: [String] { definitions.map(\.name) }
}
