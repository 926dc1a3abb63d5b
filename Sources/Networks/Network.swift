package import Layers
package import SpecModules
package import Tensors

/// A checked network: layers in an order in which each follows what it reads, every shape and parameter known.
///
/// A value; rewrites return new networks. Layer `n` of `nodes` makes the value `Value(of: n)`.
package struct Network: Sendable {
    package struct Node: Sendable {
        /// `inception_3a/3x3_reduce/conv`; unique, and the first part of its parameters' names.
        package let path: String
        package let layer: any Layer
        package let inputs: [Value]
        /// Batch left out, as all shapes here.
        package let inputShapes: [Shape]
        package let outputShape: Shape
        /// All that the layer uses, its own and others'.
        package let parameters: [ParameterSpecification]
        /// For places among `parameters`, the parameter of an earlier node that is used there; it is that node's own.
        package let shared: [Int: ParameterPlace]
        /// As what it is written, with the places of its values; nil for a layer that no spec writes, as the loss that training adds.
        package let origin: ExpandedLayer?

        package init(
            path: String, layer: any Layer, inputs: [Value], inputShapes: [Shape], outputShape: Shape,
            shared: [Int: ParameterPlace] = [:], origin: ExpandedLayer? = nil
        ) {
            self.path = path
            self.layer = layer
            self.inputs = inputs
            self.inputShapes = inputShapes
            self.outputShape = outputShape
            parameters = layer.parameters(inputShapes)
            self.shared = shared
            self.origin = origin
        }

        /// The parameters that are the node's own, and in checkpoints under its name.
        package var ownParameters: [ParameterSpecification] {
            shared.isEmpty ? parameters : parameters.indices.filter { shared[$0] == nil }.map { parameters[$0] }
        }

        package var kind: LayerKind { type(of: layer).kind }

        /// Multiply-adds for one picture.
        package var multiplyAdds: Int { layer.multiplyAdds(inputShapes, output: outputShape) }
    }

    /// One parameter of a network.
    package struct ParameterPlace: Hashable, Sendable {
        package let node: Int
        /// Among the node's parameters.
        package let index: Int

        package init(node: Int, index: Int) {
            self.node = node
            self.index = index
        }
    }

    /// One use of a module, for grouping and for names of its output.
    package struct Module: Sendable {
        package let path: String
        package let name: String
        package let nodes: Range<Int>
        package let output: Value
        /// As what it is written.
        package let origin: ExpandedModule
    }

    /// A loss that training lowers: the node that computes it and its share in the sum.
    package struct Loss: Hashable, Sendable {
        package let node: Int
        package let weight: Double
        /// The place in `auxiliaries` of the classifier whose loss it is; nil for the network's own.
        package let auxiliary: Int?

        package init(node: Int, weight: Double, auxiliary: Int? = nil) {
            self.node = node
            self.weight = weight
            self.auxiliary = auxiliary
        }
    }

    package let name: String
    package let inputShape: Shape
    package let nodes: [Node]
    package let modules: [Module]
    /// What the network is asked for: the classes' scores.
    package let output: Value
    /// Classifiers that only training computes.
    package let auxiliaries: [Auxiliary]
    /// The network's own first, where it has one, then those of auxiliary classifiers.
    package let losses: [Loss]
    private let memberships: [Int: Int]

    /// - Precondition: each node reads only values made before it.
    package init(
        name: String, inputShape: Shape, nodes: [Node], modules: [Module], output: Value,
        auxiliaries: [Auxiliary] = [], losses: [Loss]
    ) {
        precondition(
            nodes.enumerated().allSatisfy { number, node in
                node.inputs.allSatisfy { $0.node.map { $0 < number } ?? true }
            }, "a node must follow what it reads")
        self.name = name
        self.inputShape = inputShape
        self.nodes = nodes
        self.modules = modules
        self.output = output
        self.auxiliaries = auxiliaries
        self.losses = losses
        memberships = Dictionary(
            auxiliaries.enumerated().flatMap { number, auxiliary in auxiliary.nodes.map { ($0, number) } }
                + losses.compactMap { loss in loss.auxiliary.map { (loss.node, $0) } }
        ) { first, _ in first }
    }

    /// The auxiliary classifier that a node belongs to; nil for the nodes of the network itself.
    package func auxiliary(ofNode node: Int) -> Auxiliary? {
        memberships[node].map { auxiliaries[$0] }
    }

    package func shape(of value: Value) -> Shape {
        value.node.map { nodes[$0].outputShape } ?? inputShape
    }

    /// The values that some nodes read and none of them makes, in the order in which they are first read.
    package func valuesEntering(_ part: Range<Int>) -> [Value] {
        var seen: Set<Value> = []
        return nodes[part].flatMap(\.inputs).filter { value in
            !(value.node.map(part.contains) ?? false) && seen.insert(value).inserted
        }
    }

    /// The value that a path names; see `valuesByPath`, which is made anew for each call.
    package func value(at path: String) -> Value? { valuesByPath[path] }

    /// The values that paths name: a layer's output, a module's, or the scores of an auxiliary classifier.
    package var valuesByPath: [String: Value] {
        let places =
            nodes.enumerated().map { ($0.element.path, Value(of: $0.offset)) } + modules.map { ($0.path, $0.output) }
            + auxiliaries.map { ($0.path, $0.output) }
        return Dictionary(places) { first, _ in first }
    }
}

/// A tensor that flows through a network: its input, or the output of one of its nodes.
package struct Value: Hashable, Sendable {
    /// 0 for the network's input, `n + 1` for the output of node `n`.
    package let number: Int

    package static let input = Value(number: 0)

    package init(of node: Int) {
        number = node + 1
    }

    private init(number: Int) {
        self.number = number
    }

    /// The node that makes it; nil for the input.
    package var node: Int? { number > 0 ? number - 1 : nil }
}
