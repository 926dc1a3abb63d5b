import Diagnostics
import SpecSyntax

extension Expander {
    /// Whose parameters a layer uses in place of its own. Where its field has not the form, whoever reads the fields says so.
    func sharedWeights(_ fields: [SyntaxNode.Entry], of step: Step, in scope: Scope) -> [SharedWeight] {
        guard let written = fields.first(where: { $0.key == SharedWeights.field })?.value else { return [] }
        return (SharedWeights(written)?.sources ?? []).map { source in
            SharedWeight(
                parameter: source.parameter, parameterSpan: source.parameterSpan,
                owner: owner(source, of: step, in: scope), span: source.span)
        }
    }

    private func owner(_ source: SharedWeights.Source, of step: Step, in scope: Scope) -> SharedWeight.Owner {
        guard let part = scope.part(at: source.name) else {
            return .mistake(
                danglingName(source.name, at: source.span, of: step, in: scope, field: SharedWeights.field)
                    .adding(notes: scope.trace))
        }
        if let place = part.place { references.resolved(.weights, source.span, to: place) }
        if let layer = part.layer { return .layer(layer) }
        return part.isWithMistake ? .unknown : .mistake(noLayer(source, part).adding(notes: scope.trace))
    }

    private func noLayer(_ source: SharedWeights.Source, _ part: Scope.Part) -> Diagnostic {
        let inner = part.inner.names.prefix(9).map { "\(source.name)/\($0)" }
        return Diagnostic(
            .sharedWeights, "`\(SharedWeights.field)` must name one layer, and `\(source.name)` is made of steps",
            at: source.span,
            help: inner.isEmpty ? "name a layer in it" : "name a layer in it: \(listed(inner, most: 8))")
    }
}
