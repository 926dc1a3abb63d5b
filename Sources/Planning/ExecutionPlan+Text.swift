package import Networks

extension ExecutionPlan {
    /// One line for each operation, or group of them: `bn+act(conv)` for the batch norm `bn` fused with the ReLU `act`, which
    /// reads `conv`; `a | b(input)` for two that may run as one. Behind it, where the result may lie: ` in concat[64...]`,
    /// `!` where it may be written over what was read, and `?` where the backward pass may compute it again.
    package var outline: [String] {
        let heads = Dictionary(uniqueKeysWithValues: groups.map { ($0.lowerBound, $0) })
        let followers = Set(groups.flatMap { $0.dropFirst() })
        let readers = readers
        return operations.indices.filter { !followers.contains($0) }.map { index in
            let members = (heads[index] ?? index..<index + 1).map(title)
            let inputs = operations[index].inputs.map { input in
                name(input) + (overwritable.contains(input) && readers[input]?.last == index ? "!" : "")
            }
            return members.joined(separator: " | ") + "(\(inputs.joined(separator: ", ")))"
        }
    }

    private func title(_ index: Int) -> String {
        let operation = operations[index]
        let node = network.nodes[operation.node].path
        let followers = operation.followers.map { network.nodes[$0.node].path }
        let last = name(operation.output)
        let title =
            ([node] + followers + (([node] + followers).last == last ? [] : [last])).joined(separator: "+")
            + (recomputed.contains(operation.output) ? "?" : "")
        return slices[operation.output].map { "\(title) in \(name($0.whole))[\($0.firstChannel)...]" } ?? title
    }

    /// One line for each backward step: `add(relu, +conv)`, with the inputs that want a gradient, and `+` where the step adds
    /// to one that is there.
    package var backwardOutline: [String] {
        backward.map { step in
            let operation = operations[step.operation]
            let wanted = operation.inputs.indices.filter { step.wantsInputGradient[$0] }.map {
                (step.addsToInputGradient[$0] ? "+" : "") + name(operation.inputs[$0])
            }
            return "\(name(operation.output))(\(wanted.joined(separator: ", ")))"
        }
    }

    /// The path of the node that makes a value.
    package func name(_ value: Value) -> String {
        value.node.map { network.nodes[$0].path } ?? "input"
    }
}
