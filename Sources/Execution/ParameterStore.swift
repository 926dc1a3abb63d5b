package import Layers
package import Networks
package import Tensors

/// Every number that a network learns or keeps, and the gradients, each in one stretch of memory.
///
/// Tensors are row-major: learned ones first, buffers behind them. Those of siblings lie together, all weights, then all
/// biases, so that they are the parameters of one layer too. A parameter that several nodes use is there once, as its owner's,
/// and has a gradient for each use besides, which `SharedGradients` adds to the owner's. The optimiser works on the flat
/// stretches; backends read by node. Not safe to share between threads that write.
package final class ParameterStore: @unchecked Sendable {
    package struct Entry: Sendable {
        /// `inception_3a/1x1/conv.weight`
        package let name: String
        package let node: Int
        /// The place among the node's parameters.
        package let index: Int
        package let specification: ParameterSpecification
        /// In numbers, from the start of `values`; for learned ones also from the start of `gradients`.
        package let range: Range<Int>
    }

    /// Learned ones first, in the order of the network's nodes; what a node uses of another is the other's.
    package let entries: [Entry]
    private let valueMemory: MemoryBlock
    private let gradientMemory: MemoryBlock
    private var (learnedVersion, bufferVersion) = (0, 0)
    private let places: [[Range<Int>]]
    private let gradientPlaces: [[Range<Int>]]
    /// The numbers of the learned part of `values`, the gaps between tensors counted.
    package let learnedCount: Int

    /// All zero; see `initialize(seed:)`.
    ///
    /// - Throws: `OutOfMemory`
    package init(_ network: Network) throws(OutOfMemory) {
        let arrangement = ParameterArrangement(network)
        places = arrangement.places
        gradientPlaces = arrangement.gradientPlaces
        learnedCount = arrangement.learnedCount
        entries = [ParameterSpecification.Role.learned, .buffer].flatMap { role in
            network.nodes.enumerated().flatMap { node, content in
                content.parameters.indices.filter {
                    content.parameters[$0].role == role && content.shared[$0] == nil
                }.map { index in
                    let parameter = content.parameters[index]
                    return Entry(
                        name: "\(content.path).\(parameter.name.rawValue)", node: node, index: index,
                        specification: parameter, range: arrangement.places[node][index])
                }
            }
        }
        valueMemory = try MemoryBlock(floats: arrangement.count)
        gradientMemory = try MemoryBlock(floats: arrangement.gradientCount)
    }

    /// Learned numbers, then buffers. Each tensor begins on a cache line; what lies between two stays 0.
    package var values: UnsafeMutableBufferPointer<Float> { valueMemory.floats }

    /// The gradients of the learned numbers, left by a training step.
    package var gradients: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: gradientMemory.floats[..<learnedCount])
    }

    /// The part of `values` that `gradients` belong to.
    package var learnedValues: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: values[..<learnedCount])
    }

    /// The part of `values` that is kept rather than learned.
    package var statistics: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: values[learnedCount...])
    }

    /// Every parameter where it lies, in the order of `entries`. Whoever writes there calls `noteChange()`.
    package var tensors: [StoredTensor] {
        entries.map { StoredTensor($0.name, $0.specification.shape, in: valueMemory, at: $0.range) }
    }

    package func values(node: Int, index: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: values[places[node][index]])
    }

    /// Of one use of a parameter.
    ///
    /// - Precondition: the parameter is learned.
    package func gradient(node: Int, index: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: gradientMemory.floats[gradientPlaces[node][index]])
    }

    /// Whether the nodes' parameters follow each other without a gap, for each index those of the first, then the second
    /// and so on.
    package func areAdjacent(_ nodes: [Int]) -> Bool {
        zip(nodes, nodes.dropFirst()).allSatisfy { first, second in
            places[first].count == places[second].count
                && zip(places[first], places[second]).allSatisfy { $0.upperBound == $1.lowerBound }
        }
    }

    /// Grows with every change of learned numbers, of running statistics, or of either, so that a backend knows when what it
    /// made of them is stale.
    package func version(of roles: Set<ParameterSpecification.Role>) -> Int {
        (roles.contains(.learned) ? learnedVersion : 0) + (roles.contains(.buffer) ? bufferVersion : 0)
    }

    /// To be called by whoever has changed learned numbers, or running statistics.
    package func noteChange(of role: ParameterSpecification.Role) {
        switch role {
        case .learned: learnedVersion += 1
        case .buffer: bufferVersion += 1
        }
    }

    /// To be called by whoever has changed both.
    package func noteChange() {
        noteChange(of: .learned)
        noteChange(of: .buffer)
    }
}

extension ParameterStore {
    /// Gives every parameter its first numbers; each draws from a stream of its own.
    package func initialize(seed: UInt64) {
        for (number, entry) in entries.enumerated() {
            var random = KeyedRandom(seed: seed, purpose: .initialization, number)
            let parameter = entry.specification
            let tensor = parameter.initializer.values(
                parameter.shape, fanIn: parameter.fanIn, fanOut: parameter.fanOut, from: &random)
            set(entry, to: tensor)
        }
    }

    /// The names of parameters that only training needs.
    package func namesInAuxiliaries(of network: Network) -> Set<String> {
        let needed = Set(
            network.sharedParameters.filter { $0.uses.contains { network.auxiliary(ofNode: $0.node) == nil } }.map(
                \.owner))
        let only = entries.filter {
            network.auxiliary(ofNode: $0.node) != nil && !needed.contains(.init(node: $0.node, index: $0.index))
        }
        return Set(only.map(\.name))
    }

    package func tensor(_ entry: Entry) -> Tensor {
        Tensor(entry.specification.shape, Array(values[entry.range]))
    }

    package func gradientTensor(_ entry: Entry) -> Tensor {
        Tensor(entry.specification.shape, Array(gradients[entry.range]))
    }

    /// - Precondition: the shapes agree.
    package func set(_ entry: Entry, to tensor: Tensor) {
        precondition(tensor.shape == entry.specification.shape, "`\(entry.name)` has another shape")
        _ = UnsafeMutableBufferPointer(rebasing: values[entry.range]).update(from: tensor.values)
        noteChange(of: entry.specification.role)
    }
}
