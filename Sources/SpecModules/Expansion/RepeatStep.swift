import Diagnostics
package import SpecSyntax

/// The fields of a `repeat` step beside `name` and `from`: steps that stand a number of times, one turn after the other.
package struct RepeatStep: Sendable {
    package static let kind = "repeat"
    package static let help = "steps that stand a number of times, one after the other"

    let times: Int
    /// What `${…}` can name the turn by, counted from 1; nil where nothing names it.
    let index: (name: String, span: SourceSpan)?
    let steps: SyntaxNode

    package static func read(_ fields: FieldReader) -> RepeatStep {
        RepeatStep(
            times: fields.required("times", .integer(1...Expander.mostLayers), help: "how many times"),
            index: fields.ifPresent("index", .indexName, help: "a name for the number of the time, from 1, in `${…}`")
                .map { ($0, fields.span(of: "index")) },
            steps: fields.required("network", .steps, help: "the steps; each time they have names of their own"))
    }
}

extension FieldFormat where Value == String {
    fileprivate static var indexName: FieldFormat {
        FieldFormat("a name", placeholder: "", schema: .text(pattern: parameterNamePattern)) { node, context in
            guard let text = node.scalar?.text, !node.isEmpty else { return .unfit }
            if isParameterName(text) { return .value(text) }
            context.report(invalidParameterName(node, of: "an index"))
            return .reported
        }
    }
}
