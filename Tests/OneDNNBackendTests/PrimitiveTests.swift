import OneDNNBackend
import Testing

/// Every expected number is worked out by hand.
@Suite struct PrimitiveTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    @Test(arguments: [(dilation: 1, expected: [37.5, 47.5, 67.5, 77.5] as [Float]), (dilation: 2, expected: [64.5])])
    func convolutionForward(dilation: Int, expected: [Float]) throws {
        let source = try bench.tensor([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let weights = try bench.tensor([1, 1, 2, 2], [1, 2, 3, 4])
        let bias = try bench.tensor([1], [0.5])
        let side = 3 - dilation
        let destination = try bench.tensor([1, 1, side, side])
        let convolution = try Primitive.convolutionForward(
            engine: bench.engine, direction: .inference, algorithm: .direct, source: source.memory.descriptor,
            weights: weights.memory.descriptor, bias: bias.memory.descriptor,
            destination: destination.memory.descriptor,
            window: SlidingWindow(kernel: [2, 2], dilation: [dilation, dilation]))
        try bench.run(
            convolution, [.source: source, .weights: weights, .bias: bias, .destination: destination])
        #expect(destination.values == expected)
    }

    @Test func postOperationsAddThenClip() throws {
        let source = try bench.tensor([1, 1, 1, 3], [1, 2, 3])
        let weights = try bench.tensor([1, 1, 1, 1], [2])
        let destination = try bench.tensor([1, 1, 1, 3], [10, -10, -6.5])
        let convolution = try Primitive.convolutionForward(
            engine: bench.engine, direction: .inference, algorithm: .direct, source: source.memory.descriptor,
            weights: weights.memory.descriptor, bias: nil, destination: destination.memory.descriptor,
            window: SlidingWindow(kernel: [1, 1]), post: PostOperations(addsToDestination: true, steps: [.relu]))
        try bench.run(convolution, [.source: source, .weights: weights, .destination: destination])
        #expect(destination.values == [12, 0, 0])
    }

    @Test func convolutionBackward() throws {
        let source = try bench.tensor([1, 2, 1, 2], [1, 2, 3, 4])
        let weights = try bench.tensor([2, 2, 1, 1], [1, 2, 3, 4])
        let bias = try bench.tensor([2])
        let upstream = try bench.tensor([1, 2, 1, 2], [1, 10, 100, 1000])
        let (data, filter) = (source.memory.descriptor, weights.memory.descriptor)
        let window = SlidingWindow(kernel: [1, 1])
        let forward = try Primitive.convolutionForward(
            engine: bench.engine, direction: .training, algorithm: .direct, source: data, weights: filter,
            bias: bias.memory.descriptor, destination: data, window: window)

        let sourceGradient = try bench.tensor([1, 2, 1, 2])
        let backwardData = try Primitive.convolutionBackwardData(
            engine: bench.engine, algorithm: .direct, sourceGradient: data, weights: filter,
            destinationGradient: data, window: window, hint: forward)
        try bench.run(
            backwardData, [.destinationGradient: upstream, .weights: weights, .sourceGradient: sourceGradient])
        #expect(sourceGradient.values == [301, 3010, 402, 4020])

        let weightsGradient = try bench.tensor([2, 2, 1, 1])
        let biasGradient = try bench.tensor([2])
        let backwardWeights = try Primitive.convolutionBackwardWeights(
            engine: bench.engine, algorithm: .direct, source: data, weightsGradient: filter,
            biasGradient: bias.memory.descriptor, destinationGradient: data, window: window, hint: forward)
        try bench.run(
            backwardWeights,
            [
                .source: source, .destinationGradient: upstream, .weightsGradient: weightsGradient,
                .biasGradient: biasGradient,
            ])
        #expect(weightsGradient.values == [21, 43, 2100, 4300])
        #expect(biasGradient.values == [11, 1100])
    }

    @Test func innerProductForwardAndBackward() throws {
        let source = try bench.tensor([1, 2], [3, 5])
        let weights = try bench.tensor([2, 2], [1, 2, 3, 4])
        let bias = try bench.tensor([2], [0.5, -30])
        let destination = try bench.tensor([1, 2])
        let (row, matrix) = (source.memory.descriptor, weights.memory.descriptor)
        let forward = try Primitive.innerProductForward(
            engine: bench.engine, direction: .training, source: row, weights: matrix, bias: bias.memory.descriptor,
            destination: row, post: PostOperations(steps: [.relu]))
        try bench.run(forward, [.source: source, .weights: weights, .bias: bias, .destination: destination])
        #expect(destination.values == [13.5, 0])

        let upstream = try bench.tensor([1, 2], [1, 10])
        let sourceGradient = try bench.tensor([1, 2])
        let backwardData = try Primitive.innerProductBackwardData(
            engine: bench.engine, sourceGradient: row, weights: matrix, destinationGradient: row, hint: forward)
        try bench.run(
            backwardData, [.destinationGradient: upstream, .weights: weights, .sourceGradient: sourceGradient])
        #expect(sourceGradient.values == [31, 42])

        let weightsGradient = try bench.tensor([2, 2])
        let biasGradient = try bench.tensor([2])
        let backwardWeights = try Primitive.innerProductBackwardWeights(
            engine: bench.engine, source: row, weightsGradient: matrix, biasGradient: bias.memory.descriptor,
            destinationGradient: row, hint: forward)
        try bench.run(
            backwardWeights,
            [
                .source: source, .destinationGradient: upstream, .weightsGradient: weightsGradient,
                .biasGradient: biasGradient,
            ])
        #expect(weightsGradient.values == [3, 5, 30, 50])
        #expect(biasGradient.values == [1, 10])
    }

    @Test(arguments: [PoolingKind.maximum, .averageIncludingPadding, .averageExcludingPadding])
    func pooling(kind: PoolingKind) throws {
        let source = try bench.tensor([1, 1, 2, 3], [1, 5, 2, 3, 4, 8])
        let destination = try bench.tensor([1, 1, 1, 2])
        let window = SlidingWindow(kernel: [2, 2], stride: [2, 2], paddingBefore: [0, 1], paddingAfter: [0, 0])
        let forward = try Primitive.poolingForward(
            engine: bench.engine, direction: .training, kind: kind, source: source.memory.descriptor,
            destination: destination.memory.descriptor, window: window)
        let workspace = try bench.tensor(.workspace, of: forward)
        try bench.run(forward, [.source: source, .destination: destination, .workspace: workspace])

        let upstream = try bench.tensor([1, 1, 1, 2], [10, 20])
        let gradient = try bench.tensor([1, 1, 2, 3])
        let backward = try Primitive.poolingBackward(
            engine: bench.engine, kind: kind, sourceGradient: source.memory.descriptor,
            destinationGradient: upstream.memory.descriptor, window: window, hint: forward)
        try bench.run(
            backward, [.destinationGradient: upstream, .workspace: workspace, .sourceGradient: gradient])

        switch kind {
        case .maximum:
            #expect(destination.values == [3, 8])
            #expect(gradient.values == [0, 0, 0, 10, 0, 20])
        case .averageIncludingPadding:
            #expect(destination.values == [1, 4.75])
            #expect(gradient.values == [2.5, 5, 5, 2.5, 5, 5])
        case .averageExcludingPadding:
            #expect(destination.values == [2, 4.75])
            #expect(gradient.values == [5, 5, 5, 5, 5, 5])
        }
    }
}
