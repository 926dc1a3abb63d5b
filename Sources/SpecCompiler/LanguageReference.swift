import Layers
import Recipes
import SpecModules
import SpecSyntax

/// The reference of all fields, made from the declarations that the readers themselves give.
package struct LanguageReference {
    /// Markdown: a section for each catalogue, an entry for each kind, a line for each field.
    package static func markdown() -> String {
        let sections = [
            section("Every step", [list(Step.declarations(.one))]),
            section("Layers", LayerCatalogue.kinds.map(layer)),
            section("Repetitions", [entry(RepeatStep.kind, RepeatStep.help, RepeatStep.read)]),
            section("Auxiliary classifiers", [entry(AuxiliaryStep.kind, AuxiliaryStep.help, AuxiliaryStep.read)]),
            section("Initialisers", InitializerCatalogue.choices.map(entry)),
            section("`data`", [fields(DataSettings.read)]),
            section("Data sources", DataSourceCatalogue.choices.map(entry)),
            section("Augmentations", AugmentationCatalogue.choices.map(entry)),
            section("Mixtures", MixtureCatalogue.choices.map(entry)),
            section("`train`", [fields(TrainSettings.read)]),
            section("Optimisers", OptimizerCatalogue.choices.map(entry)),
            section("Schedules", ScheduleCatalogue.choices.map(entry)),
            section("`lint`", [fields(LintSettings.read)]),
        ]
        return sections.joined(separator: "\n")
    }

    private static func section(_ title: String, _ entries: [String]) -> String {
        "### \(title)\n\n" + entries.joined()
    }

    /// A layer of several inputs can name them all in `from`.
    private static func layer(_ kind: LayerKind) -> String {
        let sources = kind.inputs == .several ? Step.declarations(.several).filter { $0.name == "from" } : []
        return entry(kind.name, kind.help, kind.make) + list(sources)
    }

    private static func entry<Product>(_ choice: ChoiceCase<Product>) -> String {
        entry(choice.name, choice.help, choice.make)
    }

    private static func entry<Product>(_ name: String, _ help: String, _ make: (FieldReader) -> Product) -> String {
        "**`\(name)`**: \(help)\n\n" + fields(make)
    }

    private static func fields<Product>(_ make: (FieldReader) -> Product) -> String {
        list(FieldReader.declarations(of: make))
    }

    private static func list(_ declarations: [FieldReader.Declaration]) -> String {
        declarations.isEmpty ? "" : lines(declarations, indentation: "") + "\n"
    }

    /// A line for each field, and below it for those of a mapping that its value can be.
    private static func lines(_ declarations: [FieldReader.Declaration], indentation: String) -> String {
        declarations.map { declaration in
            "\(indentation)- `\(declaration.name)`: \(declaration.help). \(value(of: declaration))\n"
                + lines(inner(declaration.schema()), indentation: indentation + "  ")
        }.joined()
    }

    /// The fields of a mapping, or of the mappings in a list. Kinds of a catalogue have sections of their own.
    private static func inner(_ schema: ValueSchema) -> [FieldReader.Declaration] {
        switch schema {
        case .fields(let declarations, _, _): declarations
        case .list(let element, _): inner(element)
        case .either(let schemas): schemas.flatMap(inner)
        default: []
        }
    }

    private static func value(of declaration: FieldReader.Declaration) -> String {
        let type = declaration.description.prefix(1).uppercased() + declaration.description.dropFirst()
        if declaration.isRequired { return "\(type); required." }
        return declaration.defaultText.map { "\(type); default `\($0)`." } ?? "\(type)."
    }
}
