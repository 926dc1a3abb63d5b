import Diagnostics

/// Every explanation, one for each code that a diagnostic can have. A new code adds its own to one of the groups.
package enum ExplanationCatalogue {
    /// In the order of the codes.
    package static let explanations = groups.flatMap { $0 }.sorted { $0.code < $1.code }

    package static subscript(code: String) -> Explanation? {
        Diagnostic.Code(rawValue: code).flatMap { byCode[$0] }
    }

    private static let groups: [[Explanation]] = [
        Explanation.ofFiles,
        Explanation.ofYAML,
        Explanation.ofCaffe,
        Explanation.ofLimits,
        Explanation.ofFields,
        Explanation.ofSteps,
        Explanation.ofModules,
        Explanation.ofExpressions,
        Explanation.ofExtends,
        Explanation.ofOverrides,
        Explanation.ofNetworks,
        Explanation.ofData,
        Explanation.ofTraining,
        Explanation.ofMachine,
        Explanation.ofLints,
        Explanation.ofTrainingLints,
    ]

    private static let byCode = Dictionary(explanations.map { ($0.code, $0) }) { first, _ in first }
}
