import Layers
import Networks
import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

/// What became of one layer.
struct LayerChange: Sendable {
    let fate: Fate
    /// Of the layer after; before, for one that was removed.
    let path: String
    let oldPath: String?
    let type: Change<String>
    let outputShape: Change<Shape>
    /// Fields that differ; `from` is what the layer reads.
    let fields: [SettingChange]
}

extension LayerChange {
    /// What differs between the layers of two specs, in the order after; what was removed stands last.
    static func all(from old: Experiment, to new: Experiment, _ matching: LayerMatching) -> [LayerChange] {
        var fields = EffectiveFields()
        let kept = new.network.nodes.indices.compactMap { index -> LayerChange? in
            let node = new.network.nodes[index]
            guard let partner = matching.before[index] else {
                return LayerChange(
                    fate: .added, path: node.path, oldPath: nil, type: .init(before: nil, after: node.kind.name),
                    outputShape: .init(before: nil, after: node.outputShape), fields: [])
            }
            return change(of: partner, in: old, to: index, in: new, matching, &fields)
        }
        let removed = old.network.nodes.indices.filter { matching.after[$0] == nil }.map { index in
            let node = old.network.nodes[index]
            return LayerChange(
                fate: .removed, path: node.path, oldPath: node.path, type: .init(before: node.kind.name, after: nil),
                outputShape: .init(before: node.outputShape, after: nil), fields: [])
        }
        return kept + removed
    }

    private static func change(
        of oldIndex: Int, in old: Experiment, to newIndex: Int, in new: Experiment, _ matching: LayerMatching,
        _ fields: inout EffectiveFields
    ) -> LayerChange? {
        let (before, after) = (old.network.nodes[oldIndex], new.network.nodes[newIndex])
        var changes: [SettingChange] = []
        if before.kind.name == after.kind.name, let written = before.origin, let rewritten = after.origin {
            changes = fields.differences(
                written, rewritten, of: after.kind
            ).filter { $0.name != SharedWeights.field }
            // The layers themselves know whether they differ in more than how they are written.
            if !changes.isEmpty, String(describing: before.layer) == String(describing: after.layer) { changes = [] }
        }
        changes += sources(before, after, old.network, new.network, matching)
        changes += owners(before, after, old.network, new.network, matching)
        let isRenamed = before.path != after.path
        let isSame =
            before.outputShape == after.outputShape && before.parameters == after.parameters
            && before.inputShapes == after.inputShapes
        if changes.isEmpty, before.kind.name == after.kind.name, !isRenamed, isSame { return nil }
        let isChanged = !changes.isEmpty || before.kind.name != after.kind.name
        return LayerChange(
            fate: isRenamed ? .renamed : isChanged ? .changed : .affected, path: after.path, oldPath: before.path,
            type: .init(before: before.kind.name, after: after.kind.name),
            outputShape: .init(before: before.outputShape, after: after.outputShape), fields: changes)
    }

    /// A change of `weights-from`, where the layer has parameters of others than the partners of those whose it had.
    private static func owners(
        _ before: Network.Node, _ after: Network.Node, _ old: Network, _ new: Network, _ matching: LayerMatching
    ) -> [SettingChange] {
        let expected = before.shared.mapValues { owner in matching.after[owner.node].map { [$0, owner.index] } }
        let found = after.shared.mapValues { [$0.node, $0.index] }
        guard expected != found else { return [] }
        func paths(_ node: Network.Node, _ network: Network) -> String? {
            let owners = node.shared.sorted { $0.key < $1.key }.map { index, owner in
                "\(network.nodes[owner.node].path).\(node.parameters[index].name.rawValue)"
            }
            return owners.isEmpty ? nil : owners.joined(separator: ", ")
        }
        return [SettingChange(name: SharedWeights.field, before: paths(before, old), after: paths(after, new))]
    }

    /// A change of `from`, where the layer reads others than the partners of what it read.
    private static func sources(
        _ before: Network.Node, _ after: Network.Node, _ old: Network, _ new: Network, _ matching: LayerMatching
    ) -> [SettingChange] {
        let expected = before.inputs.map { value in value.node.map { matching.after[$0] } ?? -1 }
        let found = after.inputs.map { $0.node ?? -1 }
        guard expected != found else { return [] }
        func paths(_ node: Network.Node, _ network: Network) -> String {
            node.inputs.map { value in value.node.map { network.nodes[$0].path } ?? "input" }.joined(separator: ", ")
        }
        return [SettingChange(name: "from", before: paths(before, old), after: paths(after, new))]
    }
}
