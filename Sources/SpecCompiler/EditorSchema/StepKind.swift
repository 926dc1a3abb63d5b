import Layers
import SpecModules
import SpecSyntax

/// What a step can be: a layer, a part of the language itself, or a module that is known.
struct StepKind {
    enum Form {
        /// Fields; several sets of them where several specs have different modules of one name.
        case fields([[FieldReader.Declaration]])
        /// Branches, or a list in `from`.
        case branches
    }

    let name: String
    let help: String
    let form: Form

    /// Every kind that the language itself has.
    static var ofLanguage: [StepKind] {
        LayerCatalogue.kinds.map(StepKind.init) + [
            StepKind(
                name: AuxiliaryStep.kind, help: AuxiliaryStep.help,
                form: .fields([FieldReader.declarations(of: AuxiliaryStep.read)])),
            StepKind(
                name: RepeatStep.kind, help: RepeatStep.help,
                form: .fields([FieldReader.declarations(of: RepeatStep.read)])),
        ]
    }

    /// The modules of some libraries, in the order of their names.
    static func modules(of libraries: [ModuleLibrary]) -> [StepKind] {
        let definitions = Dictionary(grouping: libraries.flatMap(\.definitions), by: \.name)
        return definitions.sorted { $0.key < $1.key }.map { name, definitions in
            StepKind(name: name, help: "the module `\(name)`", form: .fields(parameters(of: definitions)))
        }
    }

    /// The different sets of parameters that some modules have.
    private static func parameters(of definitions: [ModuleDefinition]) -> [[FieldReader.Declaration]] {
        var variants: [[FieldReader.Declaration]] = []
        var seen: Set<[String]> = []
        for definition in definitions {
            let parameters = definition.parameterDeclarations
            let identity = parameters.map { "\($0.name) \($0.description) \($0.defaultText ?? "")" }
            if seen.insert(identity).inserted { variants.append(parameters) }
        }
        return variants
    }

    /// Whether the name can stand alone.
    var canBeBare: Bool {
        if case .fields(let variants) = form { return variants.contains { !$0.contains(where: \.isRequired) } }
        return false
    }

    /// The fields that hold steps, as `network` of an auxiliary classifier does.
    var fieldsOfSteps: [String] {
        guard case .fields(let variants) = form else { return [] }
        return variants.joined().filter { $0.schema().isListOfSteps }.map(\.name)
    }
}

extension StepKind {
    private init(_ kind: LayerKind) {
        name = kind.name
        help = kind.help
        switch kind.inputs {
        case .one: form = .fields([FieldReader.declarations(of: kind.make)])
        case .several: form = .branches
        }
    }
}

extension ValueSchema {
    fileprivate var isListOfSteps: Bool {
        switch self {
        case .list(.part("step"), _): true
        case .either(let ways): ways.contains(where: \.isListOfSteps)
        default: false
        }
    }
}
