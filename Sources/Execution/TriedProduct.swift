/// One product of a convolution, and how long it takes by each algorithm that computes it.
package struct TriedProduct: Hashable, Sendable {
    package struct Trial: Hashable, Sendable {
        package let algorithm: String
        package let seconds: Double

        package init(algorithm: String, seconds: Double) {
            self.algorithm = algorithm
            self.seconds = seconds
        }
    }

    /// `forward`, `backward data` or `backward weights`.
    package let product: String
    /// Shapes, window and element type.
    package let problem: String
    /// The nodes of each place where the network has it.
    package let uses: [[Int]]
    /// The fastest, which is chosen, first.
    package let trials: [Trial]
    /// Whether the trials agree among themselves.
    package let isClear: Bool

    package init(product: String, problem: String, uses: [[Int]], trials: [Trial], isClear: Bool) {
        self.product = product
        self.problem = problem
        self.uses = uses
        self.trials = trials
        self.isClear = isClear
    }
}
