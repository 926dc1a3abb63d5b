/// A convolution as far as its speed goes: shapes, window, and whether it has a bias.
struct ConvolutionProblem: Hashable {
    /// Which of the three products of a convolution.
    enum Direction: String, Hashable, CaseIterable {
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

    /// What is taken without trying, the best guess first: Winograd's transforms pay from some 32 channels on.
    func algorithms(_ direction: Direction) -> [ConvolutionAlgorithm] {
        allowsWinograd && min(weights[0], weights[1]) >= 32 ? [.winograd, .direct] : [.direct]
    }

    /// What is worth a trial.
    func candidates(_ direction: Direction) -> [ConvolutionAlgorithm] {
        allowsWinograd ? [.winograd, .direct] : [.direct]
    }

    /// Winograd's algorithm is for dense 3×3 windows at stride 1.
    private var allowsWinograd: Bool {
        weights.count == 4 && Array(weights[2...]) == [3, 3] && window.stride == [1, 1] && window.dilation == [1, 1]
    }

    private var bias: MemoryDescriptor? {
        get throws { hasBias ? try MemoryDescriptor([destination[1]]) : nil }
    }

    private func any(_ shape: [Int]) throws -> MemoryDescriptor {
        try MemoryDescriptor(shape, type: element, format: .any)
    }

    /// By the first of the algorithms that the library has for it, or by any.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func primitive(
        _ direction: Direction, engine: Engine, algorithms: [ConvolutionAlgorithm], hint: Primitive?
    ) throws -> Primitive {
        for algorithm in algorithms {
            do {
                return try primitive(direction, engine: engine, algorithm: algorithm, hint: hint)
            } catch let error as OneDNNError where error.isUnimplemented {
                continue
            }
        }
        return try primitive(direction, engine: engine, algorithm: .automatic, hint: hint)
    }

    /// Evaluation takes training's primitives too: for inference oneDNN 2.6 chooses channels-last, and the reorders to and
    /// from Winograd's blocked layout cost more than that gains.
    func primitive(
        _ direction: Direction, engine: Engine, algorithm: ConvolutionAlgorithm, hint: Primitive?
    ) throws -> Primitive {
        switch (direction, hint) {
        case (.backwardData, let hint?):
            try Primitive.convolutionBackwardData(
                engine: engine, algorithm: algorithm, sourceGradient: any(source), weights: any(weights),
                destinationGradient: any(destination), window: window, hint: hint)
        case (.backwardWeights, let hint?):
            try Primitive.convolutionBackwardWeights(
                engine: engine, algorithm: algorithm, source: any(source),
                weightsGradient: MemoryDescriptor(weights, format: .any),
                biasGradient: bias, destinationGradient: any(destination), window: window, hint: hint)
        default:
            try Primitive.convolutionForward(
                engine: engine, direction: .training, algorithm: algorithm, source: any(source), weights: any(weights),
                bias: bias, destination: any(destination), window: window)
        }
    }
}

extension ConvolutionProblem: CustomStringConvertible {
    /// `float32 64x192x32x32 * 128x192x3x3 = 64x128x32x32, stride 1x1, dilation 1x1, pad 1x1 1x1`
    var description: String {
        func lengths(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: "x") }
        let pads = "\(lengths(window.paddingBefore)) \(lengths(window.paddingAfter))"
        return
            "\(element) \(lengths(source)) * \(lengths(weights)) = \(lengths(destination))\(hasBias ? " + bias" : ""), "
            + "stride \(lengths(window.stride)), dilation \(lengths(window.dilation)), pad \(pads)"
    }
}
