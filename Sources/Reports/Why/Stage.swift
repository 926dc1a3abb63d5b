import Diagnostics
import Layers
import Networks
import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

extension ShapeExplanation {
    /// A layer, or a whole use of a module, on the way from the picture to what arrives, behind which the shape is another.
    struct Stage: Sendable {
        let path: String
        let shape: Shape
        /// How the lengths came about that are other ones than before it, in the order of the axes.
        let rules: [LengthRule]
        let span: SourceSpan?
    }
}

extension ShapeExplanation.Stage {
    /// The stages before a node, in the order of the data; at a join, along its first input. Uses of modules that the node is
    /// not in are one stage each.
    static func way(to node: Int, in experiment: Experiment) -> [Self] {
        let network = experiment.network
        var stages: [Self] = []
        let target = network.nodes[node].path.split(separator: "/")
        var value = network.nodes[node].inputs.first
        while let index = value?.node {
            let name = outermost(network.nodes[index].path, outside: target)
            let shape = network.nodes[index].outputShape
            var rules: [Int: LengthRule] = [:]
            // Backwards through the use: what changed an axis last tells how its length came about.
            var before = index
            value = nil
            while true {
                let current = network.nodes[before]
                if current.outputShape.rank == shape.rank {
                    rules.merge(changingRules(of: current)) { later, _ in later }
                }
                value = current.inputs.first
                guard let earlier = value?.node, outermost(network.nodes[earlier].path, outside: target) == name else {
                    break
                }
                before = earlier
            }
            let arriving = value.map(network.shape)
            if arriving != shape {
                let span = network.nodes[index].origin?.span(ofPart: name)
                let inOrder = rules.sorted { $0.key < $1.key }.map(\.value)
                stages.append(Self(path: name, shape: shape, rules: inOrder, span: span))
            }
        }
        stages.append(
            Self(path: "input", shape: network.inputShape, rules: [], span: experiment.parts.written["input"]?.span))
        return stages.reversed()
    }

    /// The path of a layer, or of the outermost use around it that the target is not in.
    private static func outermost(_ path: String, outside target: [Substring]) -> String {
        let names = path.split(separator: "/")
        let common = zip(names, target).prefix { $0 == $1 }.count
        return names.prefix(common + 1).joined(separator: "/")
    }

    /// The rules of the axes whose lengths a layer changes, by the axes' numbers.
    private static func changingRules(of node: Network.Node) -> [Int: LengthRule] {
        let (before, after) = (node.inputShapes[0], node.outputShape)
        let rules = node.layer.lengthRules(node.inputShapes).enumerated().filter { axis, _ in
            before.rank != after.rank || before[axis] != after[axis]
        }
        return Dictionary(uniqueKeysWithValues: rules.map { ($0.offset, $0.element) })
    }
}

extension ExpandedLayer {
    /// Where the step is written that has this path: the layer itself, or a use of a module around it.
    fileprivate func span(ofPart path: String) -> SourceSpan? {
        let uses = self.path.split(separator: "/").count - path.split(separator: "/").count
        return uses == 0 ? kindSpan : trace.indices.contains(uses - 1) ? trace[uses - 1].span : nil
    }
}
