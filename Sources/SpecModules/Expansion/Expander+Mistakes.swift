import Diagnostics
import SpecSyntax

/// What is said of mistakes in networks.
extension Expander {
    /// - Parameter words: the remedy for a name of which more is known than what comes near it in its letters.
    func unknownKind(_ step: Step, meant: String?, in scope: Scope, help words: Remedy?) -> Diagnostic {
        let elsewhere = library.definitions.first { $0.name == step.kind }
        let help: Remedy
        if let elsewhere {
            help = "it is in `\(elsewhere.nameSpan.file.path)`, which this file must include to use it"
        } else if let words {
            help = words
        } else if let meant {
            help = step.kindSpan.remedy(writing: meant)
        } else if let path = nearbyLibraries.path(defining: step.kind, for: step.kindSpan.file) {
            help = "it is in `\(path)`; include that: `include: [\(path)]`"
        } else if let place = collector.keyPlaces.help(for: step.kind) {
            help = Remedy(place)
        } else {
            let names = library.names(in: scope.file)
            let modules = names.isEmpty ? "; no modules are included" : "; the modules are \(listed(names))"
            help = "the layers are \(listed(vocabulary.inputs.keys.sorted()))\(modules)"
        }
        return Diagnostic(
            .unknownLayer, "there is no layer or module `\(abbreviated(step.kind))`", at: step.kindSpan, help: help)
    }

    func ambiguous(_ step: Step, _ modules: [ModuleDefinition]) -> Diagnostic {
        let shown = modules.prefix(6)
        let names = shown.map { module in
            let isAlone = shown.count { $0.qualifiedName() == module.qualifiedName() } == 1
            return module.qualifiedName(words: isAlone ? 1 : 2)
        }
        return Diagnostic(
            .ambiguousModule, "`\(step.kind)` must stand for one module, and \(modules.count) libraries have one",
            at: step.kindSpan, help: "write `\(names.joined(separator: "` or `"))`",
            notes: shown.map { .init("one is here", at: $0.nameSpan) })
    }

    /// What is said of a name that stands for no earlier step.
    ///
    /// - Parameter field: in which it is written; `from`, or one that names layers and not what they give.
    func danglingName(
        _ name: String, at span: SourceSpan, of step: Step, in scope: Scope, field: String = "from"
    ) -> Diagnostic {
        let reason: String
        let readsOutputs = field == "from"
        let choice = scope.choice(of: name, offersInput: readsOutputs)
        var help = Remedy(readsOutputs ? scope.reach ?? choice : choice)
        if name == step.name?.text {
            reason = "`\(name)` is this one itself"
        } else if name == "input" {
            reason = "`input` is what arrives here"
        } else if readsOutputs, let auxiliary = scope.auxiliary(on: name) {
            reason = "`\(auxiliary)` is an auxiliary classifier, which nothing can read"
            help = "name the layer that `\(auxiliary)` branches off"
        } else if scope.isTaken(name) {
            reason = "`\(name)` is not finished here"
        } else if scope.isAnnounced(name) {
            reason = "`\(name)` comes later"
            help = "move one of the two"
        } else {
            reason = "there is no `\(abbreviated(name))` before this one"
            if let meant = scope.nearest(to: name) { help = span.remedy(writing: meant) }
        }
        return Diagnostic(
            .unknownSource, "`\(field)` must name an earlier layer, and \(reason)", at: span, help: help)
    }

    func duplicateName(_ name: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            .duplicateName, "a name must stand for one layer, and `\(name)` is taken", at: span,
            help: "choose another name", notes: [.init("it was taken here", at: first)])
    }

    func oneInput(_ step: Step) -> Diagnostic {
        Diagnostic(
            .inputCount, "`\(step.kind)` takes one input, and `from` names \(step.from.count)",
            at: step.from[1].span, help: "join them with `concat` or `add` first")
    }

    func tooFewInputs(_ step: Step, _ count: Int) -> Diagnostic {
        Diagnostic(
            .inputCount, "`\(step.kind)` joins two inputs or more, and has \(count)", at: step.kindSpan,
            help: "give it branches, `\(step.kind): {left: […], right: […]}`, or name its inputs, `from: [a, b]`")
    }

    func branchForm(_ entry: SyntaxNode.Entry, of step: Step) -> Diagnostic {
        let meant = nearestName(to: entry.key, among: ["name", "from"])
        return Diagnostic(
            .branchForm,
            "the branch `\(abbreviated(entry.key))` of `\(step.kind)` must be a list of layers, "
                + "found \(entry.value.foundText)", at: entry.keySpan,
            help: meant.map(entry.keySpan.remedy) ?? "write `\(entry.key): [{…}]`; `[]` passes the input on")
    }

    func branchesAndFrom(_ step: Step) -> Diagnostic {
        Diagnostic(
            .inputCount, "branches begin at one layer, and `from` names \(step.from.count)", at: step.from[1].span,
            help: "name one layer in `from`, or leave the branches out")
    }

    func usesItself(_ cycle: [ModuleDefinition.Identity], _ step: Step) -> Diagnostic {
        let way = (cycle.map(\.name) + [step.kind]).joined(separator: " → ")
        return Diagnostic(
            .moduleCycle, "a module must not use itself, and `\(step.kind)` does: \(way)", at: step.kindSpan,
            help: "remove one of these uses; steps that stand a number of times are written with `repeat`")
    }

    func tooDeep(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .tooDeep, "modules must not nest deeper than \(Self.deepestNesting)", at: span,
            help: "write the steps of some of them where they are used")
    }

    func tooManyLayers(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .tooManyLayers, "a network must have at most \(Self.mostLayers) layers and uses of modules", at: span,
            help: "leave some out, or make `times` of a `repeat` smaller")
    }
}
