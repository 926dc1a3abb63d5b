import Diagnostics
import Layers
import Networks
import Tensors

/// Weights that all begin at 0: nothing passes through, so nothing before the layer learns, and it is itself slow to begin.
enum ZeroWeights {
    static let lint = Lint(.zeroWeights, help: "weights that all begin at 0") { subject in
        subject.network.nodes.enumerated().filter { _, node in
            node.ownParameters.contains { $0.name == .weight && $0.initializer == .constant(0) }
        }.map { number, _ in
            subject.finding(
                "the weights should not all begin at 0: nothing passes through, and no gradient reaches the layers before",
                at: number, field: "weight-init",
                help: subject.isOfCaffe(number)
                    ? "write a `weight_filler` that is random, such as `weight_filler { type: \"msra\" }`"
                    : "leave out `weight-init`, or choose a random one such as `he`")
        }
    }
}
