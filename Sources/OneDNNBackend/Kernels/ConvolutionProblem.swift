import CKernels
import Layers

/// A convolution as far as its speed goes: shapes, window, and whether it has a bias.
struct ConvolutionProblem: Hashable {
    /// Which of the three products of a convolution.
    enum Product: String, Hashable, CaseIterable {
        case forward
        case backwardData = "backward data"
        case backwardWeights = "backward weights"
    }

    /// `[N, C, H, W]`
    let source: [Int]
    /// `[O, C, h, w]`, or `[G, O / G, C / G, h, w]`.
    let weights: [Int]
    /// `[N, O, H', W']`
    let destination: [Int]
    let hasBias: Bool
    let window: SlidingWindow
    /// Of source, weights and destination and of their gradients, but for those of the weights, which are float32.
    let element: DataType
    /// What is done to the results; nothing in training.
    let post: PostOperations
    let phase: Phase
    /// Of source and destination: what the library likes best, but for comparisons.
    var format = Format.any

    /// What is taken without trying, the best guess first: Winograd's transforms pay from some 32 channels on, and whether
    /// its way in float32 does depends on the machine. Gradients of weights gain from wider groups more often than not.
    func guesses(_ product: Product) -> [ConvolutionAlgorithm] {
        if isTooNarrow { return candidates }
        if widerGroups != nil { return product == .backwardWeights ? [.directInWiderGroups, .direct] : [.direct] }
        return element == .float32 && leastChannels >= 32 ? candidates : [.direct]
    }

    /// What is worth a trial, the one that takes the most memory first.
    var candidates: [ConvolutionAlgorithm] {
        if isTooNarrow { return [.directInFloat32] }
        if widerGroups != nil { return [.directInWiderGroups, .direct] }
        guard allowsWinograd, format == .any else { return [.direct] }
        if element == .float32 { return [.winograd, .direct] }
        // Of less than a block of channels most of what is transformed would be padding. What is added to lies there in
        // bfloat16.
        return leastChannels >= 16 && !post.addsToDestination ? [.winogradInFloat32, .direct] : [.direct]
    }

    /// Whether the picture is narrower than the stride, where oneDNN's bfloat16 kernels take memory that nobody wrote for a
    /// part of it in the gradient of the weights.
    private var isTooNarrow: Bool {
        element == .bfloat16 && phase == .training && window.stride[1] > source[3]
    }

    /// How groups are put together that are too narrow for the library's kernels; nil where they are not.
    var widerGroups: WiderGroups? {
        format == .any ? WiderGroups(weights, block: CkernInstructions.best.channelBlock) : nil
    }

    private var leastChannels: Int { min(weights[0], weights[1]) }

    /// Winograd's algorithm is for dense 3×3 windows at stride 1.
    private var allowsWinograd: Bool {
        weights.count == 4 && Array(weights[2...]) == [3, 3] && window.stride == [1, 1] && window.dilation == [1, 1]
    }

    private var bias: MemoryDescriptor? {
        get throws { hasBias ? try MemoryDescriptor([destination[1]]) : nil }
    }

    /// Source, destination, or the gradient of one.
    private func tensor(_ shape: [Int], _ algorithm: ConvolutionAlgorithm) throws -> MemoryDescriptor {
        try MemoryDescriptor(shape, type: type(algorithm), format: format)
    }

    private func weights(_ algorithm: ConvolutionAlgorithm) throws -> MemoryDescriptor {
        try MemoryDescriptor(weightLengths(algorithm), type: type(algorithm), format: .any)
    }

    private func weightLengths(_ algorithm: ConvolutionAlgorithm) -> [Int] {
        algorithm == .directInWiderGroups ? widerGroups?.lengths(weights) ?? weights : weights
    }

    private func type(_ algorithm: ConvolutionAlgorithm) -> DataType {
        algorithm.isInFloat32 ? .float32 : element
    }

    /// By the first of the algorithms that the library has for it, or by any.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func primitive(
        _ product: Product, engine: Engine, algorithms: [ConvolutionAlgorithm], hint: Primitive?
    ) throws -> (algorithm: ConvolutionAlgorithm, primitive: Primitive) {
        for algorithm in algorithms {
            if let made = try offered(product, engine: engine, algorithm: algorithm, hint: hint) {
                return (algorithm, made)
            }
        }
        return (.automatic, try primitive(product, engine: engine, algorithm: .automatic, hint: hint))
    }

    /// By those of the candidates that the library has for it.
    func candidates(
        _ product: Product, engine: Engine, hint: Primitive?
    ) throws -> [(algorithm: ConvolutionAlgorithm, primitive: Primitive)] {
        try candidates.compactMap { algorithm in
            try offered(product, engine: engine, algorithm: algorithm, hint: hint).map { (algorithm, $0) }
        }
    }

    /// Nil where the library has none.
    private func offered(
        _ product: Product, engine: Engine, algorithm: ConvolutionAlgorithm, hint: Primitive?
    ) throws -> Primitive? {
        do {
            return try primitive(product, engine: engine, algorithm: algorithm, hint: hint)
        } catch let error as OneDNNError where error.isUnimplemented {
            return nil
        }
    }

    func primitive(
        _ product: Product, engine: Engine, algorithm: ConvolutionAlgorithm, hint: Primitive?
    ) throws -> Primitive {
        func tensor(_ shape: [Int]) throws -> MemoryDescriptor { try self.tensor(shape, algorithm) }
        guard let hint, product != .forward else { return try forward(engine: engine, algorithm: algorithm) }
        // A hint computes in the same type, in the same groups.
        let isHint =
            try hint.required(.source).type == type(algorithm)
            && hint.required(.weights).shape == weightLengths(algorithm)
        let own = isHint ? hint : try forward(engine: engine, algorithm: algorithm)
        if product == .backwardData {
            return try Primitive.convolutionBackwardData(
                engine: engine, algorithm: algorithm, sourceGradient: tensor(source), weights: weights(algorithm),
                destinationGradient: tensor(destination), window: window, hint: own)
        }
        return try Primitive.convolutionBackwardWeights(
            engine: engine, algorithm: algorithm, source: tensor(source),
            weightsGradient: MemoryDescriptor(weightLengths(algorithm), format: .any), biasGradient: bias,
            destinationGradient: tensor(destination), window: window, hint: own)
    }

    private func forward(engine: Engine, algorithm: ConvolutionAlgorithm) throws -> Primitive {
        func primitive(
            _ direction: Direction, _ source: MemoryDescriptor, _ destination: MemoryDescriptor
        ) throws -> Primitive {
            try Primitive.convolutionForward(
                engine: engine, direction: direction, algorithm: algorithm, source: source,
                weights: weights(algorithm), bias: bias, destination: destination, window: window, post: post)
        }
        let (from, to) = (try tensor(source, algorithm), try tensor(destination, algorithm))
        guard phase == .training || format == .any else { return try primitive(.inference, from, to) }
        let usual = try primitive(.training, from, to)
        guard phase == .evaluation else { return usual }
        // For inference oneDNN 2.6 would choose channels-last, and the reorders to and from Winograd's blocks would cost more
        // than that gains. In the layouts of training, Winograd takes weights that are transformed once.
        return try primitive(.inference, usual.required(.source), usual.required(.destination))
    }
}

extension ConvolutionProblem {
    /// Whether a description is that of a problem of a phase.
    static func isDescription(_ text: String, of phase: Phase) -> Bool { text.contains(", \(phase.rawValue)") }
}

extension ConvolutionProblem: CustomStringConvertible {
    /// `float32 64x192x32x32 * 128x192x3x3 = 64x128x32x32 + bias, stride 1x1, dilation 1x1, pad 1x1 1x1, training`
    var description: String {
        func lengths(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: "x") }
        let steps = [(hasBias, "bias"), (post.addsToDestination, "sum")] + post.steps.map { (true, $0.description) }
        return "\(element) \(lengths(source)) * \(lengths(weights)) = \(lengths(destination))"
            + steps.filter(\.0).map { " + \($0.1)" }.joined()
            + ", stride \(lengths(window.stride)), dilation \(lengths(window.dilation))"
            + ", pad \(lengths(window.paddingBefore)) \(lengths(window.paddingAfter)), \(phase.rawValue)"
            + (format == .any ? "" : ", \(format)")
    }
}
