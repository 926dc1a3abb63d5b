import Layers
import Networks
import Tensors

/// Where in one stretch of numbers each parameter of a network lies.
struct ParameterArrangement {
    /// By node, then by the place among the node's parameters. Each begins on a cache line. What a node uses of another lies
    /// where that has it.
    private(set) var places: [[Range<Int>]]
    /// Where each learned parameter's gradient lies: each use of a parameter has its own, behind those of owners.
    private(set) var gradientPlaces: [[Range<Int>]]
    /// Learned numbers, the gaps between tensors counted; buffers follow.
    private(set) var learnedCount = 0
    private(set) var count = 0
    /// Numbers of gradients, those of uses among them.
    private(set) var gradientCount = 0

    /// Numbers in a cache line, 64 bytes.
    private static let alignment = 16

    init(_ network: Network) {
        places = network.nodes.map { $0.parameters.map { _ in 0..<0 } }
        gradientPlaces = []
        let siblings = network.siblings
        for nodes in siblings { place(nodes, .learned, network) }
        learnedCount = count
        for nodes in siblings { place(nodes, .buffer, network) }
        gradientPlaces = places
        gradientCount = learnedCount
        for (node, content) in network.nodes.enumerated() {
            for (index, owner) in content.shared.sorted(by: { $0.key < $1.key }) {
                places[node][index] = places[owner.node][owner.index]
                guard content.parameters[index].role == .learned else { continue }
                gradientPlaces[node][index] = Self.place(content.parameters[index].shape, at: &gradientCount)
            }
        }
    }

    private mutating func place(_ nodes: [Int], _ role: ParameterSpecification.Role, _ network: Network) {
        let most = nodes.map { network.nodes[$0].parameters.count }.max() ?? 0
        for index in 0..<most {
            for node in nodes where network.nodes[node].shared[index] == nil {
                let parameters = network.nodes[node].parameters
                guard parameters.indices.contains(index), parameters[index].role == role else { continue }
                places[node][index] = Self.place(parameters[index].shape, at: &count)
            }
        }
    }

    /// The next stretch for a tensor, which moves the end on.
    private static func place(_ shape: Shape, at end: inout Int) -> Range<Int> {
        let range = end..<end + shape.elementCount
        end = (range.upperBound + alignment - 1) / alignment * alignment
        return range
    }
}
