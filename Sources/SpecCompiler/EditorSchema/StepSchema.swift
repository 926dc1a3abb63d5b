import Layers
import SpecModules
import SpecSyntax

/// The schema of steps at one place of the language, the network or a module, and of the names that they can use.
struct StepSchema {
    let writer: SchemaWriter
    let modules: [KnownModule]

    /// What the parts of a network are called, with the writer's prefix, and how they are written.
    var definitions: JSONValue {
        let initialisers = ValueSchema.choice(InitializerCatalogue.choices.map(\.schema))
        let common = [LayerVocabulary.Inputs.one, .several].flatMap { inputs in
            Step.declarations(inputs).map { definition(name(of: $0, inputs), writer.property($0)) }
        }
        let initialiser = writer.json(initialisers, message: "there is no such initialiser")
        return .object([definition("step", step)] + common + [definition("initialiser", initialiser)])
    }

    /// What the definition of a field that every step has is called.
    private func name(of field: FieldReader.Declaration, _ inputs: LayerVocabulary.Inputs) -> String {
        (inputs == .one ? "step-" : "join-") + field.name
    }

    private func definition(_ part: String, _ schema: JSONValue) -> JSONValue.Member {
        JSONValue.Member(key: writer.prefix + part, value: schema)
    }

    /// A step: a bare name where nothing is required, or a mapping of one key with fields below it. A name that is not
    /// known here may be a module's.
    private var step: JSONValue {
        let modules = modules.map { JSONValue.Member(key: $0.name, value: use(of: $0)) }
        let layers = LayerCatalogue.kinds.map { JSONValue.Member(key: $0.name, value: layer($0)) }
        let unknown: JSONValue = ["description": "a module", "type": ["object", "null"]]
        let known = bareNames.map(\.name)
        let needing = names.filter { !known.contains($0) }
        return [
            "anyOf": [
                writer.bareNames(bareNames),
                ["type": "string", "pattern": .string(namePattern), "not": ["enum": .strings(needing)]],
                writer.oneKey(["properties": .object(layers + modules), "additionalProperties": unknown]),
            ]
        ]
    }

    /// A list of steps none of which uses a module that is not known here.
    var knownNames: JSONValue {
        let joins = LayerCatalogue.kinds.filter { $0.inputs == .several }.map { kind in
            JSONValue.Member(
                key: kind.name,
                value: [
                    "properties": .object(Step.declarations(.several).map { .init(key: $0.name, value: true) }),
                    "additionalProperties": ["$ref": "#/$defs/known-names"],
                ])
        }
        return [
            "items": [
                "if": ["type": "object"],
                "then": ["propertyNames": ["enum": .strings(names)], "properties": .object(joins)],
                "else": ["if": ["type": "string"], "then": ["enum": .strings(bareNames.map(\.name))]],
            ]
        ]
    }

    /// Every name that a step can begin with.
    var names: [String] { LayerCatalogue.kinds.map(\.name) + modules.map(\.name) }

    /// The names that can stand alone.
    var bareNames: [(name: String, help: String)] {
        let layers = LayerCatalogue.kinds.filter { kind in
            kind.inputs == .one && !FieldReader.declarations(of: kind.make).contains(where: \.isRequired)
        }
        let modules = modules.filter { $0.variants.contains { !$0.contains(where: \.isRequired) } }
        return layers.map { ($0.name, $0.help) } + modules.map { ($0.name, $0.help) }
    }

    private func use(of module: KnownModule) -> JSONValue {
        let variants = module.variants.map { fields($0, help: module.help) }
        return variants.count == 1 ? variants[0] : ["anyOf": .array(variants)]
    }

    private func layer(_ kind: LayerKind) -> JSONValue {
        let own = FieldReader.declarations(of: kind.make)
        switch kind.inputs {
        case .one: return fields(own, help: kind.help)
        case .several: return join(help: kind.help)
        }
    }

    /// The fields of a layer or module, and those of every step.
    private func fields(_ own: [FieldReader.Declaration], help: String) -> JSONValue {
        writer.fieldsOfUse(own, help: help, besides: common(.one))
    }

    private func common(_ inputs: LayerVocabulary.Inputs) -> JSONValue {
        .object(
            Step.declarations(inputs).map { field in
                let name = writer.prefix + name(of: field, inputs)
                return .init(key: field.name, value: ["$ref": .string("#/$defs/\(name)")])
            })
    }

    /// A layer of several inputs: `from` lists them, or each further key is a branch. There are two at least.
    private func join(help: String) -> JSONValue {
        let branch: JSONValue = [
            "description": "a branch: a list of layers; `[]` passes the input on", "type": "array",
            "items": writer.json(.part("step")),
        ]
        let names = Step.declarations(.several).map(\.name)
        return [
            "description": .string(help), "type": "object", "properties": common(.several),
            "additionalProperties": branch,
            "if": ["required": ["from"], "properties": ["from": ["type": "array", "minItems": 2]]],
            "then": ["propertyNames": ["enum": .strings(names)]],
            "else": ["allOf": .array(subsets(of: names).map(twoBranches))],
        ]
    }

    /// At least two keys besides these, if these are there.
    private func twoBranches(besides names: [String]) -> JSONValue {
        let atLeast: JSONValue = ["minProperties": .integer(names.count + 2)]
        return names.isEmpty ? atLeast : ["if": ["required": .strings(names)], "then": atLeast]
    }
}

/// Every selection of some texts, from none to all.
private func subsets(of texts: [String]) -> [[String]] {
    texts.reduce([[]]) { subsets, text in subsets + subsets.map { $0 + [text] } }
}
