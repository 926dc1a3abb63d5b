import OneDNNBackend
import Testing

/// Batch normalisation of 1, 3, 5, 7: mean 4, biased variance 5.
@Suite struct NormalizationTests {
    let bench: Workbench
    let data: MemoryDescriptor
    let source: Tensor
    private let root5 = Float(5).squareRoot()

    init() throws {
        bench = try Workbench()
        source = try bench.tensor([2, 1, 1, 2], [1, 3, 5, 7])
        data = source.memory.descriptor
    }

    @Test func trainingStatisticsAndGradients() throws {
        let parts = BatchNormalizationParts(hasScale: true, hasShift: true)
        let forward = try Primitive.batchNormalizationForward(
            engine: bench.engine, direction: .training, data: data, epsilon: 0, parts: parts)
        let (scale, shift) = (try bench.tensor([1], [2]), try bench.tensor([1], [10]))
        let (mean, variance) = (try bench.tensor([1]), try bench.tensor([1]))
        let destination = try bench.tensor([2, 1, 1, 2])
        try bench.run(
            forward,
            [
                .source: source, .scale: scale, .shift: shift, .mean: mean, .variance: variance,
                .destination: destination,
            ])
        #expect(mean.values == [4])
        #expect(agree(variance.values, [5]))
        #expect(agree(destination.values, [-3, -1, 1, 3].map { 10 + 2 * $0 / root5 }))

        let upstream = try bench.tensor([2, 1, 1, 2], [1, 0, 0, 0])
        let gradient = try bench.tensor([2, 1, 1, 2])
        let (scaleGradient, shiftGradient) = (try bench.tensor([1]), try bench.tensor([1]))
        let backward = try Primitive.batchNormalizationBackward(
            engine: bench.engine, dataGradient: data, data: data, epsilon: 0, parts: parts, hint: forward)
        try bench.run(
            backward,
            [
                .source: source, .mean: mean, .variance: variance, .scale: scale,
                .shift: backward.descriptor(of: .shift) == nil ? nil : shift, .destinationGradient: upstream,
                .sourceGradient: gradient, .scaleGradient: scaleGradient, .shiftGradient: shiftGradient,
            ])
        #expect(agree(gradient.values, [0.3, -0.4, -0.1, 0.2].map { 2 / root5 * $0 }))
        #expect(agree(scaleGradient.values, [-3 / root5]))
        #expect(agree(shiftGradient.values, [1]))
    }

    @Test func reluIsFusedAndItsSignsKept() throws {
        let parts = BatchNormalizationParts(hasScale: false, hasShift: false, fusesReLU: true)
        let forward = try Primitive.batchNormalizationForward(
            engine: bench.engine, direction: .training, data: data, epsilon: 0, parts: parts)
        let workspace = try bench.tensor(.workspace, of: forward)
        let (mean, variance) = (try bench.tensor([1]), try bench.tensor([1]))
        let destination = try bench.tensor([2, 1, 1, 2])
        try bench.run(
            forward,
            [
                .source: source, .mean: mean, .variance: variance, .destination: destination, .workspace: workspace,
            ])
        #expect(agree(destination.values, [0, 0, 1, 3].map { $0 / root5 }))

        // The ReLU stops the first gradient: upstream is 0, 0, 0, 1 behind it.
        let upstream = try bench.tensor([2, 1, 1, 2], [1, 0, 0, 1])
        let gradient = try bench.tensor([2, 1, 1, 2])
        let backward = try Primitive.batchNormalizationBackward(
            engine: bench.engine, dataGradient: data, data: data, epsilon: 0, parts: parts, hint: forward)
        try bench.run(
            backward,
            [
                .source: source, .mean: mean, .variance: variance, .destinationGradient: upstream,
                .workspace: workspace, .sourceGradient: gradient,
            ])
        #expect(agree(gradient.values, [0.2, -0.1, -0.4, 0.3].map { $0 / root5 }))
    }

    @Test func givenStatisticsAreUsedAsTheyAre() throws {
        let parts = BatchNormalizationParts(
            hasScale: true, hasShift: false, fusesReLU: true, usesGivenStatistics: true)
        let forward = try Primitive.batchNormalizationForward(
            engine: bench.engine, direction: .inference, data: data, epsilon: 0, parts: parts)
        let destination = try bench.tensor([2, 1, 1, 2])
        try bench.run(
            forward,
            [
                .source: source, .scale: bench.tensor([1], [3]), .mean: bench.tensor([1], [3]),
                .variance: bench.tensor([1], [4]), .destination: destination,
            ])
        #expect(agree(destination.values, [0, 0, 3, 6]))
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func onlyThePartsItHasAreAskedFor(hasScale: Bool, hasShift: Bool) throws {
        let parts = BatchNormalizationParts(hasScale: hasScale, hasShift: hasShift)
        let forward = try Primitive.batchNormalizationForward(
            engine: bench.engine, direction: .training, data: data, epsilon: 0, parts: parts)
        #expect(try (forward.descriptor(of: .scale) != nil) == hasScale)
        #expect(try (forward.descriptor(of: .shift) != nil) == hasShift)
        let backward = try Primitive.batchNormalizationBackward(
            engine: bench.engine, dataGradient: MemoryDescriptor([2, 1, 1, 2], format: .any), data: data, epsilon: 0,
            parts: parts, hint: forward)
        #expect(try (backward.descriptor(of: .scaleGradient) != nil) == hasScale)
        #expect(try (backward.descriptor(of: .shiftGradient) != nil) == hasShift)
    }

    /// Three channels 1, 2, 3 with size 3, alpha 3, beta 1, k 1: x / (1 + Σ x²).
    @Test func localResponse() throws {
        let source = try bench.tensor([1, 3, 1, 1], [1, 2, 3])
        let data = source.memory.descriptor
        let constants = LocalResponse(size: 3, alpha: 3, beta: 1, k: 1)
        let forward = try Primitive.localResponseForward(
            engine: bench.engine, direction: .training, data: data, constants: constants)
        let workspace = try bench.tensor(.workspace, of: forward)
        let destination = try bench.tensor([1, 3, 1, 1])
        try bench.run(forward, [.source: source, .destination: destination, .workspace: workspace])
        #expect(agree(destination.values, [0.166_667, 0.133_333, 0.214_286]))

        // dx_i = dy_i / s_i - 2 x_i Σ_j dy_j x_j / s_j² with s = 6, 15, 14 and dy = 1, 0, 0: 1/6 - 2/36, -4/36, 0.
        let upstream = try bench.tensor([1, 3, 1, 1], [1, 0, 0])
        let gradient = try bench.tensor([1, 3, 1, 1])
        let backward = try Primitive.localResponseBackward(
            engine: bench.engine, dataGradient: data, data: data, constants: constants, hint: forward)
        try bench.run(
            backward,
            [
                .source: source, .destinationGradient: upstream, .workspace: workspace, .sourceGradient: gradient,
            ])
        #expect(agree(gradient.values, [0.111_111, -0.111_111, 0]))
    }
}
