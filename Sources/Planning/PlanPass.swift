/// A rewrite of plans that keeps what they compute: a value to a value, with a name to turn it off by.
package struct PlanPass: Sendable {
    /// `merge-siblings`
    package let name: String
    /// One line, for help texts.
    package let help: String
    private let rewrite: @Sendable (ExecutionPlan) -> ExecutionPlan

    init(_ name: String, help: String, rewrite: @escaping @Sendable (ExecutionPlan) -> ExecutionPlan) {
        self.name = name
        self.help = help
        self.rewrite = rewrite
    }

    /// - Precondition: the pass makes no unsound plan of a sound one.
    package func callAsFunction(_ plan: ExecutionPlan) -> ExecutionPlan {
        let result = rewrite(plan)
        let defects = result.defects
        precondition(defects.isEmpty, "`\(name)` made an unsound plan: \(defects.joined(separator: "; "))")
        return result
    }
}

extension PlanPass {
    /// In the order in which they run: first those that change the operations, then those that decide how they run.
    package static let all = [
        skipIdentities, foldFollowers, fuseReLU, mergeSiblings, placeInConcat, accumulateGradients, overwriteInputs,
        recompute,
    ]

    /// All but those named.
    package static func all(without names: Set<String>) -> [PlanPass] {
        all.filter { !names.contains($0.name) }
    }
}
