import Networks

extension PlanPass {
    /// Lets operations absorb the one that follows, where nothing else reads what lies between: batch normalisation and
    /// sums are fused with a ReLU, and the tensor between them is never written.
    package static let fuseReLU = PlanPass(
        "fuse-relu", help: "batch normalisation, or a sum, and the ReLU behind it run as one"
    ) { plan in plan.joiningReaders { $0.absorbing($1) } }
}
