import Layers
import Networks
import Tensors

/// Where in one stretch of numbers each parameter of a network lies.
struct ParameterArrangement {
    /// By node, then by the place among the node's parameters. Each begins on a cache line.
    private(set) var places: [[Range<Int>]]
    /// Learned numbers, the gaps between tensors counted; buffers follow.
    private(set) var learnedCount = 0
    private(set) var count = 0

    /// Numbers in a cache line, 64 bytes.
    private static let alignment = 16

    init(_ network: Network) {
        places = network.nodes.map { $0.parameters.map { _ in 0..<0 } }
        let siblings = network.siblings
        for nodes in siblings { place(nodes, .learned, network) }
        learnedCount = count
        for nodes in siblings { place(nodes, .buffer, network) }
    }

    private mutating func place(_ nodes: [Int], _ role: ParameterSpecification.Role, _ network: Network) {
        let most = nodes.map { network.nodes[$0].parameters.count }.max() ?? 0
        for index in 0..<most {
            for node in nodes {
                let parameters = network.nodes[node].parameters
                guard parameters.indices.contains(index), parameters[index].role == role else { continue }
                let end = count + parameters[index].shape.elementCount
                places[node][index] = count..<end
                count = (end + Self.alignment - 1) / Self.alignment * Self.alignment
            }
        }
    }
}
