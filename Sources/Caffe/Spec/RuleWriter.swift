import Diagnostics
import SpecSyntax

/// Writes what parameters have of their own as `rules` of `train`: one for most of a kind, and one for each that differs.
struct RuleWriter {
    private struct Parameter {
        let path: String
        let kind: String
        let rule: NetDraft.ParameterRule
    }

    private var parameters: [Parameter] = []
    /// What is learned.
    private static let kinds = ["weight", "bias", "scale", "shift"]

    /// - Parameter paths: of the steps in the spec.
    init(_ draft: NetDraft, paths: [Int: String]) {
        for (number, step) in draft.steps.enumerated() {
            guard let path = paths[number] else { continue }
            for kind in step.parameters
            where Self.kinds.contains(kind) && !step.ties.contains(where: { $0.parameter == kind }) {
                let rule = step.rules.last { $0.parameter == kind }
                let plain = NetDraft.ParameterRule(parameter: kind, rate: 1, decay: 1, span: step.span)
                parameters.append(Parameter(path: path, kind: kind, rule: rule ?? plain))
            }
        }
    }

    /// The items of `rules`; none where all parameters learn alike.
    var rules: [SyntaxNode] {
        Self.kinds.flatMap { kind -> [SyntaxNode] in
            let all = parameters.filter { $0.kind == kind }
            var counts: [[Double]: (count: Int, first: Int)] = [:]
            for (place, parameter) in all.enumerated() {
                counts[parameter.rule.numbers, default: (0, place)].count += 1
            }
            // What is frozen is named one by one: a rule for all would freeze whatever layer is added too.
            let learning = counts.filter { $0.key[0] != 0 }
            let most = learning.max { ($0.value.count, -$0.value.first) < ($1.value.count, -$1.value.first) }
            let usual = most?.key ?? [1, 1]
            let general = most.flatMap { $0.key == [1, 1] ? nil : all[$0.value.first].rule }
            let others = all.filter { $0.rule.numbers != usual }.map {
                Self.rule("\($0.path).\(kind)", $0.rule, from: usual)
            }
            return (general.map { [Self.rule("*.\(kind)", $0, from: [1, 1])] } ?? []) + others
        }
    }

    /// - Parameter usual: rate and decay without the rule.
    private static func rule(_ match: String, _ rule: NetDraft.ParameterRule, from usual: [Double]) -> SyntaxNode {
        var fields = FieldList()
        fields.add(
            "match", SyntaxNode(.scalar(.init(meaning: match)), at: rule.span), at: rule.span)
        func add(_ key: String, _ text: String) { fields.add(key, .plain(text, at: rule.span), at: rule.span) }
        if rule.rate == 0 {
            add("freeze", "true")
        } else {
            if rule.rate != usual[0] { add("rate", shortest(rule.rate)) }
        }
        if rule.decay != usual[1] { add("decay", shortest(rule.decay)) }
        return SyntaxNode(.mapping(fields.entries), at: rule.span)
    }
}

extension NetDraft.ParameterRule {
    fileprivate var numbers: [Double] { [rate, decay] }
}
