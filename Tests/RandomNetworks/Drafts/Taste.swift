/// What one network is made of more often than others are.
struct Taste {
    enum Move: CaseIterable {
        case convolution, grouped, batchNorm, relu, unit, maxPool, averagePool, adaptivePool, globalPool, lrn, softmax
        case dropout, linear, flatten, concat, add, siblings, inception, residual, dense, pools, slices
        case chain, rows
        case activation, squeeze, scale, dropPath, maximum, split, crop, upsample, transposed

        /// How often it is made, in a network of no particular taste.
        fileprivate var weight: Float {
            switch self {
            case .convolution, .unit: 4
            case .concat, .add, .siblings, .inception, .maxPool: 3
            case .relu, .grouped, .residual, .dense, .pools, .slices, .chain, .averagePool, .batchNorm: 2
            case .activation: 3
            case .squeeze, .split, .transposed: 1.5
            case .adaptivePool, .dropout, .rows, .scale, .dropPath, .upsample: 1
            case .maximum, .crop: 0.5
            case .lrn, .softmax, .globalPool, .flatten, .linear: 0.4
            }
        }
    }

    /// Filters that convolutions have; few, so that sums find values of one shape.
    let channels: [Int]
    /// Sets signs and orders matter, a rounding can turn the way of a gradient: how often those stand in the network.
    let kinks: Float
    let moves: [(element: Move, weight: Float)]

    static let allChannels = [1, 3, 4, 7, 8, 12, 16, 16, 16, 17, 24, 32, 32, 48, 64]

    init(_ draw: inout Draw) {
        var drawn = draw
        defer { draw = drawn }
        channels = (0..<drawn.number(1...4)).map { _ in drawn.one(of: Self.allChannels) }
        kinks = drawn.one(of: [0, 0.3, 1, 1])
        moves = Move.allCases.map { ($0, $0.weight * drawn.one(of: [0.1, 0.5, 1, 1, 3])) }
    }
}
