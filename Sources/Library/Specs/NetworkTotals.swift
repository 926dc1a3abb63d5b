import Networks

/// What a network costs, for one picture and without its auxiliary classifiers.
public struct NetworkTotals: Hashable, Sendable, Encodable {
    /// Learned numbers: weights, biases, scales, shifts.
    public let parameters: Int
    /// Numbers that are kept beside: running statistics.
    public let buffers: Int
    /// Of convolutions and linear layers, without biases.
    public let multiplyAdds: Int

    /// Twice the multiply-adds.
    public var flops: Int { 2 * multiplyAdds }

    init(_ network: Network) {
        let summary = Summary(network)
        (parameters, buffers, multiplyAdds) = (summary.parameters, summary.buffers, summary.multiplyAdds)
    }
}
