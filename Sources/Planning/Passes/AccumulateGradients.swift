import Layers
import Networks

extension PlanPass {
    /// Where several operations read a value, lets those that multiply matrices write its gradient first, so that the
    /// others, whose kernels can add, add to it.
    package static let accumulateGradients = PlanPass(
        "accumulate-gradients", help: "gradients that meet are added where they lie"
    ) { plan in
        let order = BackwardOrder(plan)
        var given: Set<Value> = []
        return plan.with(
            backward: order.steps.map { step in
                let operation = plan.operations[step.operation]
                let adds = zip(operation.inputs, step.wantsInputGradient).map { input, isWanted in
                    let isThere = isWanted && !given.insert(input).inserted
                    return isThere && !operation.isProduct
                }
                return BackwardStep(
                    operation: step.operation, wantsInputGradient: step.wantsInputGradient, addsToInputGradient: adds)
            })
    }
}

/// The backward steps in an order in which products come before what else gives gradients to the same value, where the way
/// of the gradients allows it.
private struct BackwardOrder {
    /// Steps that stay together: those of a group, or one alone.
    private var units: [[BackwardStep]] = []
    /// For each unit, those that must come before it.
    private var before: [Set<Int>] = []

    init(_ plan: ExecutionPlan) {
        for step in plan.backward {
            let isBehind = units.last.map { plan.areInOneGroup($0[0].operation, step.operation) } ?? false
            if isBehind { units[units.count - 1].append(step) } else { units.append([step]) }
        }
        // Who gives a gradient to a value: products, and the others.
        var givers: [Value: (products: [Int], others: [Int])] = [:]
        for (unit, steps) in units.enumerated() {
            before.append([])
            for step in steps {
                let operation = plan.operations[step.operation]
                let all = givers[operation.output] ?? ([], [])
                before[unit].formUnion(all.products + all.others)
                for (input, isWanted) in zip(operation.inputs, step.wantsInputGradient) where isWanted {
                    if operation.isProduct {
                        givers[input, default: ([], [])].products.append(unit)
                    } else {
                        givers[input, default: ([], [])].others.append(unit)
                    }
                }
            }
        }
        for value in givers.keys.sorted(by: { $0.number > $1.number }) {
            guard let all = givers[value] else { continue }
            for other in all.others {
                for product in all.products where !comes(other, before: product) { before[other].insert(product) }
            }
        }
    }

    /// Whether a unit must come before another, by any way.
    private func comes(_ unit: Int, before other: Int) -> Bool {
        var seen: Set<Int> = []
        var open = [other]
        while let next = open.popLast() {
            if next == unit { return true }
            for earlier in before[next] where seen.insert(earlier).inserted { open.append(earlier) }
        }
        return false
    }

    /// Of the units that may come next always the first.
    var steps: [BackwardStep] {
        var result: [BackwardStep] = []
        var isDone = [Bool](repeating: false, count: units.count)
        var open = Array(units.indices)
        while let place = open.firstIndex(where: { before[$0].allSatisfy { isDone[$0] } }) {
            let unit = open.remove(at: place)
            isDone[unit] = true
            result += units[unit]
        }
        return result
    }
}
