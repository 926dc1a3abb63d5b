import Layers
import Networks

/// Rows or columns of a picture that no window of a layer covers, so that they might as well not be there.
enum UnseenInput {
    static let lint = Lint("unseen-input", help: "a window that never covers part of the picture") { subject in
        subject.network.nodes.enumerated().compactMap { number, node in
            node.layer.unseenInput(node.inputShapes).map { unseen in
                subject.finding(unseen.message, at: number, field: unseen.field, help: unseen.help)
            }
        }
    }
}
