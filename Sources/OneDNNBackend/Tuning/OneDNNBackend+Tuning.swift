package import Execution
package import Planning

extension OneDNNBackend {
    package func tune(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> [TriedProduct] {
        let found = try withBuilder(plan, parameters, trials: .ofAll) { builder in
            _ = try builder.outline()
            return builder.triedProducts
        }
        try writeFindings()
        return found
    }
}

extension ProgramBuilder {
    /// Each product that was tried once, in the order of the program, with all its uses.
    fileprivate var triedProducts: [TriedProduct] {
        distinctConvolutions.compactMap { work, uses in
            trials(of: work).map { trials in
                TriedProduct(
                    product: work.product.rawValue, problem: "\(work.problem)", uses: uses,
                    trials: trials.ranked.map {
                        TriedProduct.Trial(algorithm: $0.algorithm.rawValue, seconds: $0.seconds)
                    },
                    isClear: trials.standing != .doubtful)
            }
        }
    }
}
