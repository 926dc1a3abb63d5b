import Diagnostics
import SpecSyntax

/// The modules that a spec can use: its own, and those of the libraries that it includes.
package struct ModuleLibrary: Sendable {
    /// In the order in which they were first met.
    package let definitions: [ModuleDefinition]
    private let byName: [String: ModuleDefinition]

    package init(_ definitions: [ModuleDefinition]) {
        self.definitions = definitions
        byName = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
    }

    package subscript(name: String) -> ModuleDefinition? { byName[name] }

    package var names: [String] { definitions.map(\.name) }
}
