import Caffe
import Diagnostics
import Layers
import Networks

/// Rows or columns of a picture that no window covers, so that they might as well not be there.
///
/// Where another branch reads all of the same picture, as a convolution does beside the strided 1×1 shortcut of a residual network
/// (He et al., CVPR 2016), be it behind batch norm and ReLU, nothing of it is lost.
enum UnseenInput {
    static let lint = Lint(.unseenInput, help: "a window that never covers part of the picture") { subject in
        let nodes = subject.network.nodes
        // Values of which some branch uses every number: read by what multiplies, or by what hands all of them on to such.
        var seen: Set<Value> = [subject.network.output]
        for (number, node) in nodes.enumerated().reversed() where node.layer.unseenInput(node.inputShapes) == nil {
            let multiplies = node.layer.multiplyAdds(node.inputShapes, output: node.outputShape) > 0
            if multiplies || seen.contains(Value(of: number)) { seen.formUnion(node.inputs) }
        }
        return nodes.enumerated().compactMap { number, node in
            guard !node.inputs.allSatisfy(seen.contains) else { return nil }
            return node.layer.unseenInput(node.inputShapes).map { unseen in
                subject.finding(
                    unseen.message, at: number, field: unseen.field,
                    help: subject.isOfCaffe(number) ? CaffeWords.sentence(unseen.help) : unseen.help)
            }
        }
    }
}
