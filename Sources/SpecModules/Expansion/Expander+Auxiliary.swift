import Diagnostics
import SpecSyntax

extension Expander {
    /// Expands a classifier that branches off `source`. It has names of its own, as a module has, but the values that
    /// `${…}` can name are those around it. Its part has those of its steps, whose parameters others can use.
    mutating func auxiliary(
        _ step: Step, named name: String, from source: LayerSource, in scope: Scope, _ substitution: Substitution
    ) -> Scope.Part {
        if let outer = scope.auxiliary {
            substitution.context.report(nested(step, in: outer))
            return unknown()
        }
        let path = scope.prefix + name
        var environment = scope.environment
        if step.fields.contains(where: { ArrivingShape.isAsked(in: $0.value) }) {
            environment.arriving = arrivingShape(of: source)
        }
        var inner = Scope(
            prefix: path + "/", input: source, inputPlace: step.kindSpan, environment: environment,
            file: scope.file, trace: scope.trace,
            modules: scope.modules, depth: scope.depth, auxiliary: path,
            lints: scope.lints(with: step), branchedOff: scope)
        let first = layers.count
        guard let fields = auxiliaryFields(of: step, substitution) else {
            let steps = step.fields.first { $0.key == "network" }?.value.steps
            _ = chain(steps ?? [], from: source, in: &inner, branch: nil)
            return unknown()
        }
        if fields.steps.sequence?.isEmpty == true {
            substitution.context.report(empty(path, at: fields.steps.span))
            return unknown()
        }
        let output = chain(fields.steps.sequence ?? [], from: source, in: &inner, branch: nil)
        auxiliaries.append(
            ExpandedAuxiliary(
                path: path, weight: fields.weight, layers: first..<layers.count, source: source, output: output,
                span: step.kindSpan, trace: scope.trace))
        return Scope.Part(output: .unknown, inner: inner.parts, isAuxiliary: true)
    }

    /// Nil after a mistake. The steps keep their `${…}`, which each of them replaces when it is expanded.
    private func auxiliaryFields(of step: Step, _ substitution: Substitution) -> AuxiliaryStep? {
        let (entries, invalid) = substitution.apply(step.fields, except: ["network"])
        return FieldReader.read(
            entries, of: step.kind, at: step.kindSpan,
            context: step.isGuess ? .silent : substitution.context, invalid: invalid, besides: Step.commonFields,
            by: AuxiliaryStep.read)?.product
    }

    private func empty(_ path: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .emptyNetwork, "the auxiliary classifier `\(path)` must have at least one layer", at: span,
            help: "end it with a layer that gives the scores, for example `linear`")
    }

    private func nested(_ step: Step, in outer: String) -> Diagnostic {
        Diagnostic(
            .auxiliaryPlace, "an auxiliary classifier must not stand inside another, and this one is in `\(outer)`",
            at: step.kindSpan, help: "move it out of `\(outer)`, behind the layer that it branches off")
    }
}
