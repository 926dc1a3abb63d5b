import Diagnostics
import SpecSyntax

/// The values that one use gives to a module's parameters, checked against their types.
struct ArgumentBinding {
    /// As the use gives them, in the order of the parameters; defaults are filled in.
    let arguments: [SyntaxNode.Entry]
    /// What the module's own `${…}` may name; nil after a mistake.
    let environment: Environment?
    private let module: ModuleDefinition

    /// - Parameters:
    ///   - path: of the use.
    ///   - scope: where the use stands.
    ///   - own: what is known in the module without its parameters.
    ///   - inside: what is known in the module, from the values of its parameters.
    init(
        _ module: ModuleDefinition, use step: Step, at path: String, in scope: Scope, own: Environment,
        inside: (Environment) -> Scope,
        _ substitution: Substitution
    ) {
        self.module = module
        let given = Self.given(to: module, by: step, substitution)
        Self.resolveParameters(of: module, in: step, substitution.references)
        var arguments: [SyntaxNode.Entry] = []
        var environment = own
        var isWhole = given != nil
        for parameter in given == nil ? [] : module.parameters {
            let isGiven = given?[parameter.name] != nil
            let value =
                given?[parameter.name] ?? Self.defaultValue(of: parameter, in: inside(environment), substitution)
            guard let value else {
                isWhole = false
                continue
            }
            let passage = Provenance.Passage(parameter: parameter.name, use: path, module: module.name)
            let taken = Self.taken(value, isGiven: isGiven, by: passage, from: scope.environment.owner)
            let argument = isGiven ? value : taken
            arguments.append(.init(key: parameter.name, keySpan: parameter.span, value: argument))
            let content: Environment.Content =
                if parameter.type.kind == .layers {
                    .layers(Self.layers(value, in: isGiven ? scope : inside(environment)))
                } else {
                    .value(taken)
                }
            environment = environment.with(parameter.name, content, declaredAt: parameter.span)
        }
        self.arguments = arguments
        self.environment = isWhole ? environment : nil
    }

    /// A value as a parameter has it.
    ///
    /// - Parameter owner: what the use stands in.
    private static func taken(
        _ value: SyntaxNode, isGiven: Bool, by passage: Provenance.Passage, from owner: Environment.Owner
    ) -> SyntaxNode {
        let known = value.provenance
        // A default that only names another parameter is that one's value.
        let isDefault = !isGiven && (known?.passages.isEmpty ?? true)
        let provenance = Provenance(
            place: isDefault ? .moduleDefault : known?.place ?? .network(module: owner.module),
            passages: (known?.passages ?? []) + [passage], expression: known?.expression)
        return SyntaxNode(value.content, at: value.span, provenance: provenance)
    }

    /// The layers that a value holds, or those that it passes on.
    private static func layers(_ value: SyntaxNode, in scope: Scope) -> GivenLayers {
        scope.environment.layers(placedBy: value)?.given ?? GivenLayers(value.steps ?? [], in: scope)
    }

    /// Tells which parameters the keys of a use name.
    private static func resolveParameters(of module: ModuleDefinition, in step: Step, _ references: ReferenceCollector)
    {
        for entry in step.fields {
            guard let parameter = module.parameters.first(where: { $0.name == entry.key }) else { continue }
            references.resolved(.parameter, entry.keySpan, to: parameter.span)
        }
    }

    /// What a use writes, by parameter; nil after a mistake.
    private static func given(
        to module: ModuleDefinition, by step: Step, _ substitution: Substitution
    ) -> [String: SyntaxNode]? {
        let lists = module.parameters.filter { $0.type.kind == .layers }.map(\.name)
        let kept = step.fields.filter { entry in
            lists.contains(entry.key)
                && (entry.value.sequence != nil || substitution.environment.layers(placedBy: entry.value) != nil)
        }
        for entry in kept { substitution.resolveNames(in: entry.value) }
        let (entries, invalid) = substitution.apply(step.fields, except: Set(kept.map(\.key)))
        return FieldReader.read(
            entries, of: module.name, at: step.kindSpan, context: step.isGuess ? .silent : substitution.context,
            invalid: invalid, besides: Step.commonFields, by: module.arguments)?.product
    }

    /// The default, with the values of the parameters before it; nil, with the reason reported, after a mistake.
    private static func defaultValue(
        of parameter: ModuleDefinition.Parameter, in scope: Scope, _ substitution: Substitution
    ) -> SyntaxNode? {
        guard let written = parameter.defaultValue, written.hasExpression, parameter.type.kind != .layers else {
            return parameter.defaultValue
        }
        let context = FieldContext(collector: substitution.context.collector, trace: scope.trace)
        let inside = Substitution(
            environment: scope.environment, context: context, references: substitution.references)
        guard let value = inside.apply(written) else { return nil }
        guard !parameter.type.accepts(value) else { return value }
        context.report(
            ModuleDefinition.Parameter.wrongDefault(
                SyntaxNode(value.content, at: written.span), of: parameter.name, type: parameter.type))
        return nil
    }

    /// The module's `expects`, with the numbers of this use.
    ///
    /// - Parameter substitution: of the place where the use stands.
    func expectations(
        on input: LayerSource, trace: [Diagnostic.Note], _ substitution: Substitution
    ) -> [Expectation] {
        guard let environment else { return [] }
        let inner = FieldContext(collector: substitution.context.collector, trace: trace)
        return module.expectations.compactMap { entry in
            let substitution = Substitution(
                environment: environment, context: inner, references: substitution.references)
            guard let value = substitution.apply(entry.value) else { return nil }
            guard let length = value.scalar.flatMap({ parseInteger($0.text) }) else {
                inner.report(
                    Diagnostic(
                        .wrongType, "`\(entry.key)` in `expects` must be a whole number, found \(value.foundText)",
                        at: value.span,
                        help: FieldFormat<[SyntaxNode.Entry]>.expectedLength.remedy(for: value, of: entry.key)))
                return nil
            }
            return Expectation(
                axis: entry.key, length: length, source: input, parameter: parameterNamed(by: entry),
                isLiteral: value.provenance?.expression == nil, span: value.span,
                trace: trace)
        }
    }

    /// The parameter whose value an entry is, where it is nothing but `${name}`.
    private func parameterNamed(by entry: SyntaxNode.Entry) -> String? {
        entry.value.bareExpression.flatMap { name in module.parameters.first { $0.name == name }?.name }
    }
}

extension ModuleDefinition {
    /// Reads a use's value for each parameter that it gives one.
    fileprivate func arguments(_ fields: FieldReader) -> [String: SyntaxNode] {
        var given: [String: SyntaxNode] = [:]
        for parameter in parameters { given[parameter.name] = read(parameter, from: fields) }
        return given
    }
}
