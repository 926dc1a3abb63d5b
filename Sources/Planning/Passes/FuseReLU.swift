import Networks

extension PlanPass {
    /// Lets operations absorb the one that follows, where nothing else reads what lies between: batch normalisation takes
    /// in a ReLU, and the tensor between them is never written.
    package static let fuseReLU = PlanPass("fuse-relu", help: "batch normalisation and the ReLU behind it run as one") {
        plan in plan.joiningReaders { $0.absorbing($1) }
    }
}
