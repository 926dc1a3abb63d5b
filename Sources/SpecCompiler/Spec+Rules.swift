import Diagnostics
import Layers
import Networks
import Recipes
import SpecSyntax

extension Spec {
    /// Whether each of `train.rules` matches a parameter, and leaves something to learn.
    func checkRules(of network: Network, into collector: DiagnosticCollector) {
        guard let training, !training.rules.isEmpty else { return }
        let parameters = network.learnedParameters
        for (index, rule) in training.rules.enumerated() where !collector.isFull {
            guard !parameters.contains(where: { rule.match.matches($0.path) }) else { continue }
            let match = written["train.rules.\(index).match"]
            let meant = nearestName(to: "\(rule.match)", among: Self.patterns(of: parameters.map(\.path)))
            collector.report(
                Diagnostic(
                    .unmatchedRule, "a rule must match a parameter, and none matches `\(rule.match)`",
                    at: match?.span ?? networkSpan,
                    help: meant.map { match?.remedy(writing: $0) ?? "write `\($0)`" }
                        ?? "`netspec summary --training` lists the parameters by their paths"))
        }
        if !parameters.isEmpty, parameters.allSatisfy({ training.treatment(of: $0.path, $0.parameter.name).isFrozen }) {
            collector.report(
                Diagnostic(
                    .contradiction, "a training must have something to learn, and `rules` freeze every parameter",
                    at: written["train.rules"]?.span ?? networkSpan,
                    help: "let one learn again: `{match: …, freeze: false}` after the other rules"))
        }
    }

    /// What might be meant by a pattern that matches nothing: the parameters, all that are in something, all of a kind.
    private static func patterns(of paths: [String]) -> [String] {
        var seen: Set<String> = []
        let patterns = paths.flatMap { path -> [String] in
            let layers = path.prefix { $0 != "." }
            let kind = path.dropFirst(layers.count)
            let names = layers.split(separator: "/")
            let heads = names.indices.dropFirst().map { names[..<$0].joined(separator: "/") + "/*" }
            return [path, "\(layers).*", "*\(kind)", "*/\(names.last ?? "")\(kind)"] + heads
        }
        return patterns.filter { seen.insert($0).inserted }
    }
}
