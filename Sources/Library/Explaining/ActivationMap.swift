/// Where in a picture a network saw what speaks for a class, and against it: a class activation map.
///
/// The mean of its numbers, plus `bias`, is the class's score before softmax. Source: Zhou et al., CVPR 2016.
public struct ActivationMap: Hashable, Sendable {
    /// The class, by its place among the scores.
    public let label: Int
    public let height: Int
    public let width: Int
    /// Row by row, over what the network saw of the picture: positive where something speaks for the class.
    public let values: [Float]
    public let bias: Float

    /// The score of the class before softmax.
    public var score: Float {
        Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count)) + bias
    }

    /// `Σ_k weight[k] · features[k, y, x]`
    ///
    /// - Parameters:
    ///   - features: `[K, height, width]`
    ///   - weights: of the class, `[K]`; nil where the features are maps of the classes.
    init(
        label: Int, height: Int, width: Int, features: UnsafeBufferPointer<Float>, weights: [Float]?, bias: Float
    ) {
        (self.label, self.height, self.width, self.bias) = (label, height, width, bias)
        let area = height * width
        guard let weights else {
            values = Array(features[label * area..<(label + 1) * area])
            return
        }
        var sums = [Double](repeating: 0, count: area)
        for (channel, weight) in weights.enumerated() {
            for place in 0..<area { sums[place] += Double(weight) * Double(features[channel * area + place]) }
        }
        values = sums.map { Float($0) }
    }
}
