package import Diagnostics
import Layers
import Recipes
import SpecModules
import SpecSyntax

extension KeyPlaces {
    /// The places of the whole language, from the declarations that the readers give.
    package static let ofLanguage = KeyPlaces(aliases: keyAliases, mainFields: mainFields) { table }

    private static let mainFields = Dictionary(
        DataSourceCatalogue.choices.compactMap { choice in
            choice.mainField.map { ("data.source.\(choice.name)", $0) }
        }
    ) { first, _ in first }

    private static let table: [(key: String, place: Place)] =
        fields(Spec.declarations, in: Place("at the top level"), path: [])
        + fields(SpecExtension.declarations, in: Place("in a spec that extends another"), path: [])
        + fields(ModuleDefinition.declarations, in: Place("in the definition of a module"), path: [])
        + fields(Step.declarations(.several), in: Place("in a step of `network`"), path: [])
        + StepKind.ofLanguage.flatMap(step)
        + InitializerCatalogue.choices.flatMap { choice in
            fields(choice.schema.fields, in: Place("in the initialiser `\(choice.name)`"), path: [])
        }

    private static func step(_ kind: StepKind) -> [(key: String, place: Place)] {
        let own = [(key: kind.name, place: Place.step)]
        guard case .fields(let variants) = kind.form else { return own }
        return own + variants.flatMap { fields($0, in: Place("in `\(kind.name)`"), path: [kind.name]) }
    }

    /// - Parameter path: the keys above the fields; their own are added to it.
    private static func fields(
        _ declarations: [FieldReader.Declaration], in place: Place, path: [String]
    ) -> [(key: String, place: Place)] {
        declarations.flatMap { declaration in
            [(key: declaration.name, place: place)] + values(declaration.schema(), path: path + [declaration.name])
        }
    }

    private static func values(_ schema: ValueSchema, path: [String]) -> [(key: String, place: Place)] {
        let place = Place("in `\(path.joined(separator: "."))`")
        switch schema {
        case .fields(let declarations, _, _): return fields(declarations, in: place, path: path)
        case .choice(let kinds):
            return kinds.flatMap { kind in
                let inner = path + [kind.name]
                return [(key: kind.name, place: place)]
                    + fields(kind.fields, in: Place("in `\(inner.joined(separator: "."))`"), path: inner)
            }
        case .list(let element, _): return values(element, path: path)
        case .either(let schemas): return schemas.flatMap { values($0, path: path) }
        case .anything, .nothing, .integer, .number, .boolean, .text, .words, .entries, .expression, .part: return []
        }
    }
}
