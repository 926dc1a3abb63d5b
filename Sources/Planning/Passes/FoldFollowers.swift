import Layers
import Networks

extension PlanPass {
    /// In evaluation, lets convolutions and linear layers do to their results what follows, where nothing else reads what
    /// lies between: batch normalisation and `scale`, whose numbers are folded into weights and biases, an addition, a ReLU.
    package static let foldFollowers = PlanPass(
        "fold-followers",
        help: "in evaluation, batch normalisation, addition and ReLU are part of the convolution before them"
    ) { plan in
        plan.phase == .evaluation ? plan.joiningReaders { $0.followed(by: $1) } : plan
    }
}
