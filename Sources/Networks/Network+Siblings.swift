import Layers
import Tensors

extension Network {
    /// Channels in a block, in the layouts of every instruction set: tensors that stand side by side in one need no padding
    /// between them if all but the last have multiples of it.
    package static let channelAlignment = 16

    /// Every node once: alone, or with its siblings at the place of the first. Siblings read the same value, by layers of
    /// which each `mergesHorizontally` with the others; one whose channels do not fill whole blocks stands last. One that uses
    /// another's parameters is alone, as these cannot lie beside its siblings' too.
    package var siblings: [[Int]] {
        var sets: [[Int]] = []
        var setsReading: [Value: [Int]] = [:]
        for (index, node) in nodes.enumerated() {
            let known = setsReading[node.inputs[0], default: []]
            if let set = known.first(where: { runs(index, beside: sets[$0]) }) {
                let wholes = sets[set].prefix(while: fillsBlocks).count
                sets[set].insert(index, at: fillsBlocks(index) ? wholes : sets[set].count)
            } else {
                setsReading[node.inputs[0], default: []].append(sets.count)
                sets.append([index])
            }
        }
        return sets
    }

    private func runs(_ index: Int, beside set: [Int]) -> Bool {
        let (node, first) = (nodes[index], nodes[set[0]])
        return node.inputs.count == 1 && first.inputs.count == 1 && node.shared.isEmpty && first.shared.isEmpty
            && node.layer.mergesHorizontally(with: first.layer)
            && (fillsBlocks(index) || set.allSatisfy(fillsBlocks))
    }

    private func fillsBlocks(_ index: Int) -> Bool {
        nodes[index].outputShape[0].isMultiple(of: Self.channelAlignment)
    }
}
