import Diagnostics
import SpecSyntax

/// The values that one use gives to a module's parameters, checked against their types.
struct ArgumentBinding {
    /// In the order of the parameters; defaults are filled in.
    let arguments: [SyntaxNode.Entry]
    /// What the module's own `${…}` may name; nil after a mistake.
    let environment: Environment?
    private let module: ModuleDefinition

    init(_ module: ModuleDefinition, use step: Step, substitution: Substitution) {
        let (entries, spoiled) = substitution.apply(step.fields)
        let reading = FieldReader.read(
            entries, of: module.name, at: step.kindSpan, context: step.isGuess ? .silent : substitution.context,
            spoiled: spoiled, by: module.arguments)
        let arguments = reading?.product ?? []
        self.module = module
        self.arguments = arguments
        environment = reading.map { _ in
            Environment(
                values: Dictionary(uniqueKeysWithValues: arguments.map { ($0.key, $0.value) }),
                owner: "the module `\(module.name)`")
        }
    }

    /// The module's `expects`, with the numbers of this use.
    func expectations(on input: LayerSource, trace: [Diagnostic.Note], context: FieldContext) -> [Expectation] {
        guard let environment else { return [] }
        let inner = FieldContext(collector: context.collector, trace: trace)
        return module.expectations.compactMap { entry in
            let substitution = Substitution(environment: environment, context: inner)
            guard let value = substitution.apply(entry.value) else { return nil }
            guard let length = value.scalar.flatMap({ parseInteger($0.text) }) else {
                inner.report(
                    Diagnostic(
                        "wrong-type", "`\(entry.key)` in `expects` must be a whole number, found \(value.foundText)",
                        at: value.span))
                return nil
            }
            return Expectation(
                axis: entry.key, length: length, source: input, parameter: parameterNamed(by: entry), span: value.span,
                trace: trace)
        }
    }

    /// The parameter whose value an entry is, where it is nothing but `${name}`.
    private func parameterNamed(by entry: SyntaxNode.Entry) -> String? {
        guard let text = entry.value.scalar?.text, text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
        let name = text.dropFirst(2).dropLast().filter { $0 != " " }
        return module.parameters.first { $0.name == name }?.name
    }
}

extension ModuleDefinition {
    /// Reads a use's value for each parameter, or takes the default.
    fileprivate func arguments(_ fields: FieldReader) -> [SyntaxNode.Entry] {
        parameters.map { parameter in
            .init(key: parameter.name, keySpan: parameter.span, value: read(parameter, from: fields))
        }
    }
}
