import SpecModules
import SpecSyntax

/// A module that an editor can complete: its name, and what each use gives it.
struct KnownModule {
    let name: String
    /// The parameters; several sets where several specs have different modules of this name.
    let variants: [[FieldReader.Declaration]]

    var help: String { "the module `\(name)`" }

    /// The modules of some libraries, in the order of their names.
    static func all(in libraries: [ModuleLibrary]) -> [KnownModule] {
        let definitions = Dictionary(grouping: libraries.flatMap(\.definitions), by: \.name)
        return definitions.sorted { $0.key < $1.key }.map { name, definitions in
            var variants: [[FieldReader.Declaration]] = []
            var seen: Set<[String]> = []
            for definition in definitions {
                let parameters = definition.parameterDeclarations
                let identity = parameters.map { "\($0.name) \($0.description) \($0.defaultText ?? "")" }
                if seen.insert(identity).inserted { variants.append(parameters) }
            }
            return KnownModule(name: name, variants: variants)
        }
    }
}
