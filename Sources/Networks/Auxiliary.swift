extension Network {
    /// A classifier beside the network's own, off one of its layers. Its loss helps the layers before it to learn; it takes no
    /// part in evaluation, and none in what the network costs when it is used.
    ///
    /// Its parameters are in checkpoints like all others.
    package struct Auxiliary: Sendable {
        /// `loss1`; its nodes are `loss1/…`.
        package let path: String
        /// The share of its loss in the sum that training lowers.
        package let weight: Double
        /// Its layers, without a loss that `adding(loss:)` puts behind them.
        package let nodes: Range<Int>
        /// What it branches off.
        package let source: Value
        /// Its scores.
        package let output: Value

        package init(path: String, weight: Double, nodes: Range<Int>, source: Value, output: Value) {
            self.path = path
            self.weight = weight
            self.nodes = nodes
            self.source = source
            self.output = output
        }
    }
}
