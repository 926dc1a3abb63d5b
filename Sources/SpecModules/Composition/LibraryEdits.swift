import Diagnostics
import SpecSyntax

extension TreeEdit {
    /// The module inside which a change is made: `conv` in `modules.conv.network.bn.epsilon`. Nil of a change of something
    /// else, and of one that gives a module as a whole.
    fileprivate var module: TreePath.Key? {
        path.keys.count > 2 && path.keys[0].text == "modules" ? path.keys[1] : nil
    }
}

extension [TreeEdit] {
    /// A tree with the changes in it, one after the other; and those inside modules that it does not define.
    func applied(
        to tree: SyntaxNode, into collector: DiagnosticCollector
    ) -> (tree: SyntaxNode, others: [TreeEdit]) {
        reduce(into: (tree, [])) { result, edit in
            if let module = edit.module, result.tree["modules"]?[module.text] == nil {
                result.others.append(edit)
            } else {
                result.tree = edit.apply(to: result.tree, into: collector)
            }
        }
    }
}

/// Makes changes inside the modules of the libraries that a spec includes, each in the one module that has its name.
struct LibraryEdits {
    private let edits: [TreeEdit]
    /// Where each edit's module was found.
    private var places: [[SourceSpan]]

    init(_ edits: [TreeEdit]) {
        self.edits = edits
        places = edits.map { _ in [] }
    }

    /// A module of a library with the changes that are meant for it.
    mutating func apply(to entry: SyntaxNode.Entry, into collector: DiagnosticCollector) -> SyntaxNode.Entry {
        edits.indices.reduce(entry) { entry, index in
            guard edits[index].module?.text == entry.key else { return entry }
            places[index].append(entry.keySpan)
            // A second one of the name is reported at the end.
            guard places[index].count == 1 else { return entry }
            let modules = SyntaxNode(.mapping([entry]), at: entry.value.span)
            let whole = SyntaxNode(
                .mapping([.init(key: "modules", keySpan: entry.keySpan, value: modules)]), at: entry.value.span)
            return edits[index].apply(to: whole, into: collector)["modules"]?.mapping?.first ?? entry
        }
    }

    /// Reports the changes whose module was not found, or found more than once.
    ///
    /// - Parameter names: the modules that there are.
    func report(names: [String], into collector: DiagnosticCollector) {
        for (edit, places) in zip(edits, places) where places.count != 1 {
            guard let module = edit.module else { continue }
            let name = abbreviated(module.text)
            guard places.isEmpty else {
                let notes = places.prefix(8).map { Diagnostic.Note("there is a module `\(name)` here", at: $0) }
                collector.report(
                    Diagnostic(
                        .ambiguousModule, "`\(name)` must be one module, and several libraries have one of this name",
                        at: module.span, help: "give the spec a module `\(name)` of its own, or change the library",
                        notes: notes))
                continue
            }
            collector.report(
                Diagnostic(
                    .overridePath, "`\(name)` must be a module of the spec or of a library that it includes",
                    at: module.span,
                    help: nearestName(to: module.text, among: names).map(module.span.remedy)
                        ?? (names.isEmpty ? "there is none" : "there are \(listed(names, most: 8))")))
        }
    }
}
