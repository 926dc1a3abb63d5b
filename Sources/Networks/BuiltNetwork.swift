/// What could be built of an expanded network.
package struct BuiltNetwork: Sendable {
    /// For each of its layers, in their order; nil for one that has a mistake, or whose input has.
    package let nodes: [Network.Node?]
    /// The whole; nil when there is a mistake in it.
    package let network: Network?
}
