import Diagnostics
import SpecSyntax

extension Expander {
    /// Adds a layer, fed by `sources`.
    mutating func layer(
        _ step: Step, named name: String, fields: (entries: [SyntaxNode.Entry], invalid: Set<String>),
        from sources: [LayerSource], called sourceNames: [String] = [], in scope: Scope
    ) -> Scope.Part {
        layers.append(
            ExpandedLayer(
                path: scope.prefix + name, kind: step.kind, kindSpan: step.kindSpan, isGuess: step.isGuess,
                fields: fields.entries, invalidFields: fields.invalid, sources: sources, sourceNames: sourceNames,
                weights: sharedWeights(fields.entries, of: step, in: scope), body: scope.environment.owner.module,
                lints: scope.lints(with: step),
                trace: scope.trace))
        return Scope.Part(output: .layer(layers.count - 1), layer: layers.count - 1)
    }

    /// A layer of several inputs: those that `from` lists, or the outputs of its branches.
    mutating func join(
        _ step: Step, named name: String, from previous: LayerSource, sources: [LayerSource], in scope: inout Scope,
        _ context: FieldContext
    ) -> Scope.Part {
        let branches = step.fields.filter { $0.value.steps != nil }
        let others = step.fields.filter { $0.value.steps == nil }
        for entry in others { context.report(branchForm(entry, of: step)) }
        if !branches.isEmpty, sources.count > 1 { context.report(branchesAndFrom(step)) }
        let start = sources.first ?? previous
        var inputs = branches.isEmpty ? sources : []
        for branch in branches {
            inputs.append(
                scope.within(step) { chain(branch.value.steps ?? [], from: start, in: &$0, branch: branch.key) })
            if isExhausted { return unknown() }
        }
        if inputs.count < 2, others.isEmpty, !step.hasInvalidFrom { context.report(tooFewInputs(step, inputs.count)) }
        guard inputs.count >= 2, others.isEmpty else { return unknown() }
        let names = branches.isEmpty ? step.from.map(\.name) : branches.map(\.key)
        return layer(step, named: name, fields: ([], []), from: inputs, called: names, in: scope)
    }
}
