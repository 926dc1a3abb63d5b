import Diagnostics
import SpecSyntax

extension Expander {
    /// Expands layers that a use gave to a module, where the module places them: `- ${body}`. Their names are below the
    /// place, `block/body/conv`; what they name is what was known where they were written.
    mutating func place(
        _ given: GivenLayers, called parameter: String, at node: SyntaxNode, from source: LayerSource,
        in scope: inout Scope, defaultName: String?
    ) -> LayerSource {
        let context = FieldContext(collector: collector, trace: scope.trace)
        guard countStep(at: node.span, context) else { return unknown().output }
        let name = scope.takeFree(defaultName.flatMap { isLayerName($0) ? $0 : nil } ?? parameter, at: node.span)
        guard scope.depth < Self.deepestNesting else {
            context.report(tooDeep(at: node.span))
            scope.define(name, .unknown, at: node.span)
            return unknown().output
        }
        let path = scope.prefix + name
        let written = given.scope
        let note = Diagnostic.Note("in `\(path)`, where `\(parameter)` is placed", at: node.span)
        var inner = Scope(
            prefix: path + "/", input: written.input, inputPlace: written.inputPlace, environment: written.environment,
            file: written.file,
            trace: [note] + scope.trace, modules: written.modules, depth: scope.depth + 1, auxiliary: scope.auxiliary,
            lints: scope.lints, outer: written)
        let first = layers.count
        let output = chain(given.steps, from: source, in: &inner, branch: nil)
        modules.append(
            ExpandedModule(
                path: path, module: ParameterKind.layers.rawValue, span: node.span,
                body: scope.environment.owner.module, arguments: [],
                layers: first..<layers.count, output: output))
        scope.define(name, Scope.Part(output: output, inner: inner.parts), at: node.span)
        return output
    }
}
