import Execution
import Layers
import Planning

/// Operations of a plan that one kernel runs: one, or a group.
struct KernelUnit {
    let operations: Range<Int>
    let kernel: any Kernel

    /// All of a plan, in order.
    static func units(of plan: ExecutionPlan, _ parameters: ParameterStore) -> [KernelUnit] {
        let groups = Dictionary(uniqueKeysWithValues: plan.groups.map { ($0.lowerBound, $0) })
        var units: [KernelUnit] = []
        while let index = units.last?.operations.upperBound ?? plan.operations.indices.first,
            index < plan.operations.count
        {
            let group = groups[index].flatMap { unit(of: $0, in: plan, parameters) }
            let kernel = { KernelCatalogue.kernel(for: plan.operations[index]) }
            units.append(group ?? KernelUnit(operations: index..<index + 1, kernel: kernel()))
        }
        return units
    }

    /// The group as one; nil where there is no kernel for that.
    private static func unit(
        of group: Range<Int>, in plan: ExecutionPlan, _ parameters: ParameterStore
    ) -> KernelUnit? {
        let operations = Array(plan.operations[group])
        guard parameters.areAdjacent(operations.map(\.node)), let kernel = KernelCatalogue.kernel(for: operations)
        else {
            return nil
        }
        return KernelUnit(operations: group, kernel: kernel)
    }
}
