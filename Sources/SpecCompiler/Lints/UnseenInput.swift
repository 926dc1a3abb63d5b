import Layers
import Networks

/// Rows or columns of a picture that no window covers, so that they might as well not be there.
///
/// Where another layer that multiplies reads all of the same picture, as a convolution does beside the strided 1×1 shortcut of a
/// residual network (He et al., CVPR 2016), nothing of it is lost.
enum UnseenInput {
    static let lint = Lint("unseen-input", help: "a window that never covers part of the picture") { subject in
        let nodes = subject.network.nodes
        let seen = Set(
            nodes.filter { node in
                node.layer.unseenInput(node.inputShapes) == nil
                    && node.layer.multiplyAdds(node.inputShapes, output: node.outputShape) > 0
            }.flatMap(\.inputs))
        return nodes.enumerated().compactMap { number, node in
            guard !node.inputs.allSatisfy(seen.contains) else { return nil }
            return node.layer.unseenInput(node.inputShapes).map { unseen in
                subject.finding(unseen.message, at: number, field: unseen.field, help: unseen.help)
            }
        }
    }
}
