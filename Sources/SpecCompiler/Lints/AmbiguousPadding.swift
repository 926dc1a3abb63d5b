import Diagnostics
import Layers
import Networks

/// `pad: same` where TensorFlow's rule and PyTorch's habit pad differently: a network written after the one computes something
/// else by the other, with the same shapes and counts.
enum AmbiguousPadding {
    static let lint = Lint(
        .ambiguousPadding, help: "`pad: same` at a stride, which frameworks pad differently"
    ) { subject in
        subject.network.nodes.enumerated().compactMap { number, node in
            node.layer.ambiguousPadding(node.inputShapes).map { remark in
                subject.finding(remark.message, at: number, field: remark.field, help: remark.help)
            }
        }
    }
}
