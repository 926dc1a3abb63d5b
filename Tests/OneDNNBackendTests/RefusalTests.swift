import OneDNNBackend
import Testing

/// What cannot be done is thrown, never a crash.
@Suite struct RefusalTests {
    let bench: Workbench
    let data: MemoryDescriptor
    let filter: MemoryDescriptor

    init() throws {
        bench = try Workbench()
        data = try MemoryDescriptor([1, 2, 3, 3])
        filter = try MemoryDescriptor([2, 2, 1, 1])
    }

    private func convolution(weights: MemoryDescriptor, window: SlidingWindow) throws -> Primitive {
        try Primitive.convolutionForward(
            engine: bench.engine, direction: .training, algorithm: .direct, source: data, weights: weights, bias: nil,
            destination: data, window: window)
    }

    @Test func shapesThatDoNotFit() throws {
        let error = #expect(throws: OneDNNError.self) {
            try convolution(weights: MemoryDescriptor([2, 5, 1, 1]), window: SlidingWindow(kernel: [1, 1]))
        }
        #expect(error?.status == "invalid_arguments")
        #expect(error?.operation == "convolution forward (direct)")
    }

    @Test(arguments: [
        SlidingWindow(kernel: []), SlidingWindow(kernel: [1]), SlidingWindow(kernel: [1, 1, 1]),
        SlidingWindow(kernel: [1, 1], stride: [0, 1]),
        SlidingWindow(kernel: [1, 1], stride: [1]), SlidingWindow(kernel: [1, 1], dilation: [0, 1]),
    ])
    func windowsThatDoNotFit(window: SlidingWindow) {
        #expect(throws: OneDNNError.self) { try convolution(weights: filter, window: window) }
    }

    @Test(arguments: [[], [1, 1, 1, 1, 1, 1, 1], [-1]])
    func shapesThatAreNone(shape: [Int]) {
        #expect(throws: OneDNNError.self) { try MemoryDescriptor(shape) }
    }

    @Test func hintOfAnotherKind() throws {
        let hint = try convolution(weights: filter, window: SlidingWindow(kernel: [1, 1]))
        #expect(throws: OneDNNError.self) {
            try Primitive.poolingBackward(
                engine: bench.engine, kind: .maximum, sourceGradient: data, destinationGradient: data,
                window: SlidingWindow(kernel: [1, 1]), hint: hint)
        }
    }

    @Test func hintMadeForInference() throws {
        let window = SlidingWindow(kernel: [1, 1])
        let hint = try Primitive.poolingForward(
            engine: bench.engine, direction: .inference, kind: .averageIncludingPadding, source: data,
            destination: data,
            window: window)
        #expect(throws: OneDNNError.self) {
            try Primitive.poolingBackward(
                engine: bench.engine, kind: .averageIncludingPadding, sourceGradient: data, destinationGradient: data,
                window: window, hint: hint)
        }
    }

    @Test func memoriesThatAreMissing() throws {
        let primitive = try convolution(weights: filter, window: SlidingWindow(kernel: [1, 1]))
        let source = try bench.tensor([1, 2, 3, 3])
        #expect(throws: OneDNNError.self) { try bench.run(primitive, [.source: source]) }
    }

    /// Our own mistake, and no refusal of the library's.
    @Test func memoriesOfAnotherShapeEndTheProgram() async {
        await #expect(processExitsWith: .failure) {
            let bench = try Workbench()
            let (data, filter) = (try bench.tensor([1, 2, 3, 3]), try MemoryDescriptor([2, 2, 1, 1]))
            let primitive = try Primitive.convolutionForward(
                engine: bench.engine, direction: .training, algorithm: .direct, source: data.memory.descriptor,
                weights: filter, bias: nil, destination: data.memory.descriptor,
                window: SlidingWindow(kernel: [1, 1]))
            _ = try BoundPrimitive(primitive, [.weights: data.memory])
        }
    }

    @Test func nothingToGather() {
        #expect(throws: OneDNNError.self) { try Primitive.sum(engine: bench.engine, sources: []) }
        #expect(throws: OneDNNError.self) {
            try Primitive.concatenation(engine: bench.engine, axis: 7, sources: [data, data])
        }
        #expect(throws: OneDNNError.self) { try data.slice([1, 3, 3, 3], at: [0, 0, 0, 0]) }
    }
}
