import Layers
import Networks

extension PlanPass {
    /// Marks the values that only one operation reads, once: it may put its result, or a gradient, in their place. In
    /// evaluation the last of several readers may, but for values that lie in others.
    package static let overwriteInputs = PlanPass(
        "overwrite-inputs", help: "results take the place of what nothing else reads any more"
    ) { plan in plan.with(overwritable: plan.valuesLastReadOnce) }
}

extension ExecutionPlan {
    /// Values whose last reader reads them once; in training, and in a concatenation, those with one reader.
    var valuesLastReadOnce: Set<Value> {
        let ends = ends
        let all = readers.filter { value, readers in
            if value == .input || ends.contains(value) { return false }
            if phase == .training || slices[value] != nil { return readers.count == 1 }
            return readers.count == 1 || readers.suffix(2).first != readers.last
        }
        return Set(all.keys)
    }
}
