package import Layers
package import Networks
package import Tensors

/// Every number that a network learns or keeps, and the gradients, each in one stretch of memory.
///
/// Tensors are row-major, in the order of the network's nodes: learned ones first, buffers behind them. The optimiser
/// works on the flat stretches; backends read by node. Not safe to share between threads that write.
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

    package let entries: [Entry]
    private let valueMemory: MemoryBlock
    private let gradientMemory: MemoryBlock
    /// Grows with every change, so that a backend knows when its own copies are stale.
    package private(set) var version = 0
    private let places: [[Range<Int>]]

    /// All zero; see `initialize(seed:)`.
    ///
    /// - Throws: `OutOfMemory`
    package init(_ network: Network) throws(OutOfMemory) {
        var entries: [Entry] = []
        var places = network.nodes.map { $0.parameters.map { _ in 0..<0 } }
        var end = 0
        for role in [ParameterSpecification.Role.learned, .buffer] {
            for (node, content) in network.nodes.enumerated() {
                for (index, parameter) in content.parameters.enumerated() where parameter.role == role {
                    let range = end..<end + parameter.shape.elementCount
                    end = (range.upperBound + Self.alignment - 1) / Self.alignment * Self.alignment
                    places[node][index] = range
                    entries.append(
                        Entry(
                            name: "\(content.path).\(parameter.name.rawValue)", node: node, index: index,
                            specification: parameter, range: range))
                }
            }
        }
        self.entries = entries
        self.places = places
        let learned = entries.last { $0.specification.role == .learned }?.range.upperBound ?? 0
        valueMemory = try MemoryBlock(floats: end)
        gradientMemory = try MemoryBlock(floats: learned)
    }

    /// Learned numbers, then buffers. Each tensor begins on a cache line; what lies between two stays 0.
    package var values: UnsafeMutableBufferPointer<Float> { valueMemory.floats }

    /// The gradients of the learned numbers, left by a training step.
    package var gradients: UnsafeMutableBufferPointer<Float> { gradientMemory.floats }

    /// The learned part of `values`, the gaps between tensors counted.
    package var learnedCount: Int { gradients.count }

    /// Numbers in a cache line, 64 bytes.
    private static let alignment = 16

    package func values(node: Int, index: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: values[places[node][index]])
    }

    /// - Precondition: the parameter is learned.
    package func gradient(node: Int, index: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: gradients[places[node][index]])
    }

    /// To be called by whoever has changed learned numbers.
    package func noteChange() {
        version += 1
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
        Set(entries.filter { network.auxiliary(ofNode: $0.node) != nil }.map(\.name))
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
        noteChange()
    }
}
