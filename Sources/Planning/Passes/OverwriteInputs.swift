import Networks

extension PlanPass {
    /// Marks the values that only one operation reads, once: it may put its result, or a gradient, in their place.
    package static let overwriteInputs = PlanPass(
        "overwrite-inputs", help: "results take the place of what nothing else reads"
    ) { plan in
        let once = plan.readers.filter { $0.key != .input && $0.value.count == 1 }.map(\.key)
        return plan.with(overwritable: Set(once).subtracting(plan.ends))
    }
}
