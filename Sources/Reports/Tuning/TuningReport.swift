package import Execution
package import Layers
package import Networks

/// What trials of a network's convolutions have shown, step by step.
package struct TuningReport: Sendable {
    package struct Step: Sendable {
        package let network: Network
        package let phase: Phase
        package let batch: Int
        package let products: [TriedProduct]

        package init(network: Network, phase: Phase, batch: Int, products: [TriedProduct]) {
            self.network = network
            self.phase = phase
            self.batch = batch
            self.products = products
        }

        /// The paths of the layers that a product is for, those of one use after those of another.
        func paths(_ product: TriedProduct) -> [String] {
            product.uses.flatMap { $0.map { network.nodes[$0].path } }
        }
    }

    package let steps: [Step]

    package init(steps: [Step]) {
        self.steps = steps
    }

    var doubtfulCount: Int { steps.reduce(0) { $0 + $1.products.count { !$0.isClear } } }

    /// In the form that `tune --format json` writes.
    package var json: TuningJSON { TuningJSON(self) }
}
