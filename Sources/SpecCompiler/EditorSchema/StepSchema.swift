import Layers
import SpecModules
import SpecSyntax

/// The schema of steps at one place of the language, the network or a module, and of the names that they can use.
struct StepSchema {
    let writer: SchemaWriter
    let kinds: [StepKind]

    /// What the parts of a network are called, with the writer's prefix, and how they are written.
    var definitions: JSONValue {
        let initialisers = ValueSchema.choice(InitializerCatalogue.choices.map(\.schema))
        let common = [LayerVocabulary.Inputs.one, .several].flatMap { inputs in
            Step.declarations(inputs).map { definition(name(of: $0, inputs), writer.property($0)) }
        }
        let lints = writer.fields(FieldReader.declarations(of: LintSettings.readStep))
        let initialiser = writer.json(initialisers, message: "there is no such initialiser")
        return .object(
            [definition("step", step)] + common + [definition("initialiser", initialiser), definition("lints", lints)])
    }

    /// What the definition of a field that every step has is called.
    private func name(of field: FieldReader.Declaration, _ inputs: LayerVocabulary.Inputs) -> String {
        (inputs == .one ? "step-" : "join-") + field.name
    }

    private func definition(_ part: String, _ schema: JSONValue) -> JSONValue.Member {
        JSONValue.Member(key: writer.prefix + part, value: schema)
    }

    /// A step: a bare name where nothing is required, or a mapping of one key with fields below it. A name that is not
    /// known here may be a module's; a `${…}` places the layers that a parameter holds.
    private var step: JSONValue {
        let uses = kinds.map { JSONValue.Member(key: $0.name, value: use(of: $0)) }
        let unknown: JSONValue = ["description": "a module", "type": ["object", "null"]]
        let needing = kinds.filter { !$0.canBeBare }.map(\.name)
        return [
            "anyOf": [
                writer.bareNames(kinds.filter(\.canBeBare).map { ($0.name, $0.help) }),
                ["type": "string", "pattern": .string(moduleNamePattern), "not": ["enum": .strings(needing)]],
                writer.json(.expression),
                writer.oneKey(["properties": .object(uses), "additionalProperties": unknown]),
            ]
        ]
    }

    /// A list of steps none of which uses a module that is not known here.
    var knownNames: JSONValue {
        let bare = kinds.filter(\.canBeBare).map(\.name)
        return [
            "items": [
                "if": ["type": "object"],
                "then": [
                    "propertyNames": ["enum": .strings(kinds.map(\.name))],
                    "properties": .object(
                        kinds.compactMap { kind in knownNames(in: kind).map { .init(key: kind.name, value: $0) } }),
                ],
                "else": [
                    "if": ["type": "string", "not": ["pattern": "\\$"]], "then": ["enum": .strings(bare)],
                ],
            ]
        ]
    }

    /// What holds of the steps in a step; nil where there are none.
    private func knownNames(in kind: StepKind) -> JSONValue? {
        let steps: JSONValue = ["$ref": "#/$defs/known-names"]
        switch kind.form {
        case .branches:
            let others = Step.declarations(.several).map { JSONValue.Member(key: $0.name, value: true) }
            return ["properties": .object(others), "additionalProperties": steps]
        case .fields:
            let fields = kind.fieldsOfSteps.map { JSONValue.Member(key: $0, value: steps) }
            return fields.isEmpty ? nil : ["properties": .object(fields)]
        }
    }

    /// The fields of a step, and those that every step has.
    private func use(of kind: StepKind) -> JSONValue {
        guard case .fields(let variants) = kind.form else { return join(help: kind.help) }
        let ways = variants.map { writer.fieldsOfUse($0, help: kind.help, besides: common(.one)) }
        return ways.count == 1 ? ways[0] : ["anyOf": .array(ways)]
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
            "description": "a branch: a list of layers; `[]` passes the input on",
            "anyOf": .array(writer.ways(to: .either([.list(of: .part("step")), .expression]), nil)),
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
