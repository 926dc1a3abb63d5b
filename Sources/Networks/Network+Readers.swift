extension Network {
    /// The nodes that read each value, in their order; values that no node reads are left out.
    package var readers: [Value: [Int]] {
        nodes.enumerated().reduce(into: [:]) { readers, node in
            for value in Set(node.element.inputs) { readers[value, default: []].append(node.offset) }
        }
    }

    /// Whether a value is what the network is for, or what a loss is for, whichever node reads it besides.
    package func isWanted(_ value: Value) -> Bool {
        value == output || auxiliaries.contains { $0.output == value }
    }
}
