import Layers
import Networks
import Tensors

extension ExecutionPlan {
    /// What a plan must never be: empty when it is sound.
    package var defects: [String] {
        orderDefects + gradientDefects + groupDefects + sliceDefects + overwritingDefects + recomputationDefects
    }

    private var orderDefects: [String] {
        var made: Set<Value> = [.input]
        var defects: [String] = []
        for operation in operations {
            for input in operation.inputs where !made.contains(input) {
                defects.append("\(name(operation.output)) reads \(name(input)) before it is made")
            }
            if !made.insert(operation.output).inserted { defects.append("\(name(operation.output)) is made twice") }
            if network.shape(of: operation.output) != operation.outputShape {
                defects.append("\(name(operation.output)) has another shape than the network says")
            }
        }
        for value in ends.subtracting(made) { defects.append("\(name(value)) is not made") }
        return defects
    }

    /// A gradient that is read must have come, whole, from readers that were asked for it.
    private var gradientDefects: [String] {
        let losses = Set(lossValues)
        var defects: [String] = []
        var given: Set<Value> = []
        var done: Set<Value> = []
        for step in backward {
            let operation = operations[step.operation]
            if !given.union(losses).contains(operation.output) {
                defects.append("nothing gives \(name(operation.output)) a gradient")
            }
            if !done.insert(operation.output).inserted {
                defects.append("\(name(operation.output)) has two backward steps")
            }
            for (place, input) in operation.inputs.enumerated() where step.wantsInputGradient[place] {
                if done.contains(input) { defects.append("the gradient of \(name(input)) is read before it is whole") }
                if step.addsToInputGradient[place], !given.contains(input) {
                    defects.append(
                        "\(name(operation.output)) adds to the gradient of \(name(input)), which is not there")
                }
                given.insert(input)
            }
            for place in operation.inputs.indices where step.addsToInputGradient[place] {
                if !step.wantsInputGradient[place] {
                    defects.append("\(name(operation.output)) adds what nobody wants")
                }
            }
        }
        for value in given.subtracting(done) { defects.append("the gradient of \(name(value)) is made for nobody") }
        return defects
    }

    private var groupDefects: [String] {
        let steps = Dictionary(backward.enumerated().map { ($1.operation, $0) }) { first, _ in first }
        var end = 0
        var defects: [String] = []
        for group in groups {
            guard group.count > 1, group.lowerBound >= end, group.upperBound <= operations.count else {
                return defects + ["the group \(group) is out of place"]
            }
            end = group.upperBound
            let first = operations[group.lowerBound]
            for operation in operations[group.dropFirst()] {
                if operation.inputs != first.inputs || !first.layer.mergesHorizontally(with: operation.layer) {
                    defects.append("\(name(first.output)) and \(name(operation.output)) cannot be one")
                }
            }
            let places = group.compactMap { steps[$0] }.sorted()
            if let first = places.first, places != Array(first..<first + group.count) {
                defects.append("the backward steps of the group \(group) are apart")
            }
        }
        return defects
    }

    private var sliceDefects: [String] {
        let makers = Dictionary(operations.map { ($0.output, $0) }) { first, _ in first }
        return slices.compactMap { value, slice in
            guard let whole = makers[slice.whole], makers[value] != nil else {
                return "\(name(value)) lies in \(name(slice.whole)), and one of them is not made"
            }
            let channels = slice.firstChannel..<slice.firstChannel + network.shape(of: value)[0]
            let places = zip(whole.inputs, whole.layer.inputChannels(whole.inputShapes))
            guard places.contains(where: { $0 == value && $1 == channels }) else {
                return "\(name(value)) has no place at channel \(slice.firstChannel) of \(name(slice.whole))"
            }
            let isWhole = channels.upperBound == whole.outputShape[0] || channels.count % Network.channelAlignment == 0
            return isWhole && slice.firstChannel % Network.channelAlignment == 0
                ? nil : "\(name(value)) does not fill whole blocks of \(name(slice.whole))"
        }
    }

    private var overwritingDefects: [String] {
        let readers = readers
        return overwritable.filter { value in
            guard value != .input, !ends.contains(value), let all = readers[value], let last = all.last else {
                return true
            }
            let mayHaveOthers = phase == .evaluation && slices[value] == nil
            return all.count { $0 == last } > 1 || (all.count > 1 && !mayHaveOthers)
        }.map { "\(name($0)) may be overwritten, and others read it" }
    }

    private var recomputationDefects: [String] {
        let makers = Dictionary(operations.map { ($0.output, $0) }) { first, _ in first }
        return recomputed.compactMap { value in
            guard phase == .training, let maker = makers[value], maker.layer.isCheapToRecompute else {
                return "\(name(value)) may be computed again, and nothing makes it for little"
            }
            if ends.contains(value) || slices[value] != nil {
                return "\(name(value)) may be computed again, and is kept"
            }
            return maker.inputs.contains(where: overwritable.contains)
                ? "\(name(value)) may be computed again from what may be gone" : nil
        }
    }

    /// Whether two operations may run as one.
    func areInOneGroup(_ first: Int, _ second: Int) -> Bool {
        groups.contains { $0.contains(first) && $0.contains(second) }
    }
}
