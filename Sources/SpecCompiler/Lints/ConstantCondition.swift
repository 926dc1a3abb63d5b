import Diagnostics
import SpecModules
import SpecSyntax

/// A condition of a step that comes to the same whatever values there are: a name in quotes, or a word that a parameter cannot be.
///
/// `when: false` alone is a switch, for `--set` and `changes`; and a module need not be used with every value that it is made for.
enum ConstantCondition {
    static let lint = Lint(
        .constantCondition, help: "a condition of a step that no value changes", isOfLayers: false
    ) { subject in
        let modules = subject.ownModules.flatMap { module in
            module.entry.value.conditions.flatMap { findings($0, module.parameters) }
        }
        return modules + (subject.tree["network"]?.conditions ?? []).flatMap { findings($0, []) }
    }

    private static func findings(
        _ condition: SyntaxNode, _ parameters: [ModuleDefinition.Parameter]
    ) -> [Lint.Finding] {
        guard let text = condition.scalar?.text, text.contains("${") else { return [] }
        if Expression.names(in: text).isEmpty {
            return [
                Lint.Finding(
                    "a condition should depend on a value, and `\(abbreviated(text))` names none", at: condition.span,
                    help: "name a parameter, without quotes around it, or write `true` or `false`")
            ]
        }
        return Expression.comparedWords(in: text).compactMap { name, word in
            guard let parameter = parameters.first(where: { $0.name == name }), !parameter.type.choices.isEmpty,
                !parameter.type.choices.contains(word)
            else { return nil }
            let meant = nearestName(to: word, among: parameter.type.choices)
            return Lint.Finding(
                "`\(name)` should be compared with a value that it can have, \(parameter.type.description), found `\(abbreviated(word))`",
                at: condition.span, help: meant.map { "write `'\($0)'`" } ?? "compare it with one of these")
        }
    }
}

extension SyntaxNode {
    /// The values of every `when` of a list of steps, and of those inside them.
    fileprivate var conditions: [SyntaxNode] {
        switch content {
        case .scalar: []
        case .sequence(let items): items.flatMap(\.conditions)
        case .mapping(let entries):
            entries.flatMap { $0.key == "when" && $0.value.scalar != nil ? [$0.value] : $0.value.conditions }
        }
    }
}
