package import Diagnostics
import Networks
import Recipes
import SpecModules
import SpecSyntax
import Tensors

extension Experiment {
    /// Makes sure that the spec has as many classes as data that are known only when they are found.
    ///
    /// - Parameters:
    ///   - names: of the classes that were found.
    ///   - set: the name of the data.
    /// - Throws: `DiagnosticsError` with the classes that there are.
    package func requireClasses(_ names: [String], of set: String) throws(DiagnosticsError) {
        guard let data, data.source.classCount == nil else { return }
        let found = names.count
        let known = Diagnostic.Note("they are \(list(names))", at: parts.written["data.source"]?.span)
        if let classes, classes != found {
            let value = parts.written["classes"]
            throw DiagnosticsError(
                Diagnostic(
                    .dataClasses, "`classes` must be the \(found) classes of `\(set)`, found `\(classes)`",
                    at: value?.span ?? .beginning(of: file),
                    help: Remedy(
                        "write `classes: \(found)`", edits: value?.remedy(writing: "\(found)").edits ?? []),
                    notes: [known]))
        }
        let scores = network.shape(of: network.output).elementCount
        guard scores != found else { return }
        let last = network.output.node.flatMap { network.nodes[$0].origin }
        throw DiagnosticsError(
            Diagnostic(
                .classes,
                "the last layer must give a score for each of the \(found) classes of `\(set)`, and "
                    + "`\(last?.path ?? "input")` gives \(scores)", at: last?.kindSpan ?? .beginning(of: file),
                help: "write `classes: \(found)`, and `outputs: \"${classes}\"` in the last `linear`",
                notes: [known] + (last?.trace ?? [])))
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "`\(abbreviated($0))`" }.joined(separator: ", ")
        return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
    }
}
