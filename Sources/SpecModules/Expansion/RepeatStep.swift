import Diagnostics
package import SpecSyntax

/// The fields of a `repeat` step beside `name` and `from`: steps that stand a number of times, one iteration after the other.
package struct RepeatStep: Sendable {
    package static let kind = "repeat"
    package static let help = "steps that stand a number of times, one after the other"

    /// How many iterations there are; 0 for none.
    let times: Int
    /// Names for `${…}`, each with a list of `times` values, one for each iteration.
    let lists: [SyntaxNode.Entry]
    /// What `${…}` can name the iteration by, counted from 1; nil where nothing names it.
    let index: (name: String, span: SourceSpan)?
    let steps: SyntaxNode

    package static func read(_ fields: FieldReader) -> RepeatStep {
        let times = fields.ifPresent("times", .integer(0...Expander.mostLayers), help: "how many times")
        let lists = fields.ifPresent(
            "for", .listsByName, help: "names for `${…}`, each with a list of its values, one for each time")
        return RepeatStep(
            times: fields.turnCount(times, lists), lists: lists ?? [],
            index: fields.ifPresent("index", .indexName, help: "a name for the number of the time, from 1, in `${…}`")
                .map { ($0, fields.span(of: "index")) },
            steps: fields.required("network", .steps, help: "the steps; each time they have names of their own"))
    }
}

extension FieldReader {
    /// How many iterations a `repeat` has by its `times`, or by its lists, which must be of one length.
    fileprivate func turnCount(_ times: Int?, _ lists: [SyntaxNode.Entry]?) -> Int {
        guard let first = lists?.first else {
            if times == nil, !isPresent("times"), !isPresent("for") {
                report(
                    Diagnostic(
                        .missingField, "`\(subject)` needs the field `times` or `for`", at: span,
                        help: "add `times: 2`, or `for: {width: [64, 128]}` for a time with each value"))
            }
            return times ?? 0
        }
        let count = first.value.sequence?.count ?? 0
        if isPresent("times") {
            report(
                Diagnostic(
                    .contradiction, "`times` says how many times there are, and the lists of `for` do too",
                    at: span(of: "times"), help: "remove `times`, or `for`"))
        }
        for list in lists?.dropFirst() ?? [] where list.value.sequence?.count != count {
            report(
                Diagnostic(
                    .wrongCount,
                    "`\(list.key)` must have as many values as `\(first.key)`, \(count), found \(list.value.sequence?.count ?? 0)",
                    at: list.value.span, help: "give each name a value for each time",
                    notes: [Diagnostic.Note("`\(first.key)` has its values here", at: first.value.span)]))
        }
        return count
    }
}

extension FieldFormat where Value == [SyntaxNode.Entry] {
    /// A mapping from names to lists.
    fileprivate static var listsByName: FieldFormat {
        FieldFormat(
            "a mapping from names to lists of values", placeholder: [],
            schema: .entries(pattern: parameterNamePattern, of: .list(of: .anything))
        ) { node, context in
            guard let entries = node.mapping, !entries.isEmpty else { return .unfit }
            var isRight = true
            for entry in entries {
                if !isParameterName(entry.key) {
                    let name = SyntaxNode(.scalar(.init(entry.key)), at: entry.keySpan)
                    context.report(invalidParameterName(name, of: "a value"))
                    isRight = false
                }
                if entry.value.sequence == nil {
                    context.report(
                        Diagnostic(
                            .wrongType,
                            "`\(abbreviated(entry.key))` must be a list with a value for each time, found \(entry.value.foundText)",
                            at: entry.value.isEmpty ? entry.keySpan : entry.value.span,
                            help: entry.value.asListRemedy))
                    isRight = false
                }
            }
            return isRight ? .value(entries) : .reported
        }.suggesting { _ in "write, for example, `for: {width: [64, 128]}`" }
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
