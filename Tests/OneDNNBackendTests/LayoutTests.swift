import OneDNNBackend
import Testing

@Suite struct LayoutTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    @Test func plainToBlockedAndBack() throws {
        let values = (0..<20 * 6).map(Float.init)
        let plain = try bench.tensor([1, 20, 2, 3], values)
        let blocked = try Tensor(favouriteLayout(of: [1, 20, 2, 3]), engine: bench.engine)
        let back = try bench.tensor([1, 20, 2, 3])
        for (source, destination) in [(plain, blocked), (blocked, back)] {
            let reorder = try Primitive.reorder(
                engine: bench.engine, source: source.memory.descriptor, destination: destination.memory.descriptor)
            try bench.run(reorder, [.source: source, .destination: destination])
        }
        #expect(back.values == values)
        #expect(blocked.memory.descriptor.shape == [1, 20, 2, 3])
        #expect(blocked.memory.descriptor != plain.memory.descriptor)
    }

    @Test func concatenationInTheSourcesOrder() throws {
        let (first, second) = (try bench.tensor([1, 1, 1, 2], [1, 2]), try bench.tensor([1, 2, 1, 2], [3, 4, 5, 6]))
        let destination = try bench.tensor([1, 3, 1, 2])
        let concatenation = try Primitive.concatenation(
            engine: bench.engine, axis: 1, sources: [first.memory.descriptor, second.memory.descriptor],
            destination: destination.memory.descriptor)
        try bench.run(
            concatenation, [.sourceNumber(0): first, .sourceNumber(1): second, .destination: destination])
        #expect(destination.values == [1, 2, 3, 4, 5, 6])
    }

    @Test func sumsAndAdditions() throws {
        let (first, second) = (try bench.tensor([2, 2], [1, 2, 3, 4]), try bench.tensor([2, 2], [10, 20, 30, 40]))
        let destination = try bench.tensor([2, 2])
        let (left, right) = (first.memory.descriptor, second.memory.descriptor)
        let sum = try Primitive.sum(engine: bench.engine, sources: [(2, left), (-1, right)], destination: left)
        try bench.run(sum, [.sourceNumber(0): first, .sourceNumber(1): second, .destination: destination])
        #expect(destination.values == [-8, -16, -24, -32])
        let addition = try Primitive.addition(engine: bench.engine, first: left, second: right, destination: left)
        try bench.run(addition, [.source: first, .secondSource: second, .destination: destination])
        #expect(destination.values == [11, 22, 33, 44])
    }

    @Test(arguments: [false, true]) func relu(keepsDestination: Bool) throws {
        let source = try bench.tensor([4], [-2, -1, 1, 2])
        let data = source.memory.descriptor
        let destination = try bench.tensor([4])
        let forward = try Primitive.reluForward(
            engine: bench.engine, direction: .training, data: data, slope: 0.5, keepsDestination: keepsDestination)
        try bench.run(forward, [.source: source, .destination: destination])
        #expect(destination.values == [-1, -0.5, 1, 2])
        let upstream = try bench.tensor([4], [1, 2, 3, 4])
        let gradient = try bench.tensor([4])
        let backward = try Primitive.reluBackward(
            engine: bench.engine, dataGradient: data, data: data, slope: 0.5, keepsDestination: keepsDestination,
            hint: forward)
        let kept: [PrimitiveArgument: Tensor?] = keepsDestination ? [.destination: destination] : [.source: source]
        try bench.run(
            backward, kept.merging([.destinationGradient: upstream, .sourceGradient: gradient]) { first, _ in first })
        #expect(gradient.values == [0.5, 1, 3, 4])
    }

    /// Probabilities of 1 : 3, and `y · (dy − Σ dy · y)` with dy = (1, 0).
    @Test func softmax() throws {
        let source = try bench.tensor([1, 2], [0, 1.0986123])
        let (destination, gradient) = (try bench.tensor([1, 2]), try bench.tensor([1, 2]))
        let data = source.memory.descriptor
        let forward = try Primitive.softmaxForward(
            engine: bench.engine, direction: .training, source: data, destination: data, axis: 1)
        try bench.run(forward, [.source: source, .destination: destination])
        #expect(agree(destination.values, [0.25, 0.75]))
        let backward = try Primitive.softmaxBackward(
            engine: bench.engine, sourceGradient: data, destinationGradient: data, destination: data, axis: 1,
            hint: forward)
        let upstream = try bench.tensor([1, 2], [1, 0])
        try bench.run(
            backward, [.destination: destination, .destinationGradient: upstream, .sourceGradient: gradient])
        #expect(agree(gradient.values, [0.1875, -0.1875]))
    }

    /// The layout that a convolution would like its source in.
    private func favouriteLayout(of shape: [Int]) throws -> MemoryDescriptor {
        let convolution = try Primitive.convolutionForward(
            engine: bench.engine, direction: .training, algorithm: .direct,
            source: MemoryDescriptor(shape, format: .any),
            weights: MemoryDescriptor([32, shape[1], 1, 1], format: .any), bias: nil,
            destination: MemoryDescriptor([shape[0], 32, shape[2], shape[3]], format: .any),
            window: SlidingWindow(kernel: [1, 1]))
        return try #require(try convolution.descriptor(of: .source))
    }
}
