import OneDNNBackend
import Testing

@Suite struct LayoutTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    /// - Parameter place: where the number of channel 9 at the last of 6 places lies.
    @Test(arguments: [
        (Format.channelsLast, place: 5 * 20 + 9), (.channelBlocks4, place: (2 * 6 + 5) * 4 + 1),
        (.channelBlocks8, place: (6 + 5) * 8 + 1), (.channelBlocks16, place: 5 * 16 + 9),
    ])
    func plainToAnotherLayoutAndBack(format: Format, place: Int) throws {
        let values = (0..<20 * 6).map(Float.init)
        let plain = try bench.tensor([1, 20, 2, 3], values)
        let other = try Tensor(MemoryDescriptor([1, 20, 2, 3], format: format), engine: bench.engine)
        let back = try bench.tensor([1, 20, 2, 3])
        for (source, destination) in [(plain, other), (other, back)] {
            let reorder = try Primitive.reorder(
                engine: bench.engine, source: source.memory.descriptor, destination: destination.memory.descriptor)
            try bench.run(reorder, [.source: source, .destination: destination])
        }
        #expect(other.values[place] == values[9 * 6 + 5])
        #expect(back.values == values)
        #expect(other.memory.descriptor.shape == [1, 20, 2, 3])
        #expect(other.memory.descriptor != plain.memory.descriptor)
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

    @Test func sumOfScaledTensors() throws {
        let (first, second) = (try bench.tensor([2, 2], [1, 2, 3, 4]), try bench.tensor([2, 2], [10, 20, 30, 40]))
        let destination = try bench.tensor([2, 2])
        let (left, right) = (first.memory.descriptor, second.memory.descriptor)
        let sum = try Primitive.sum(engine: bench.engine, sources: [(2, left), (-1, right)], destination: left)
        try bench.run(sum, [.sourceNumber(0): first, .sourceNumber(1): second, .destination: destination])
        #expect(destination.values == [-8, -16, -24, -32])
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
}
