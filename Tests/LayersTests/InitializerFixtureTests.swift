import Fixtures
import LayerCases
import Layers
import SpecSyntax
import Tensors
import Testing

/// Initialisers as specs write them, held to PyTorch's and Caffe's.
@Suite struct InitializerFixtureTests {
    @Test(arguments: try InitializerFixture.all()) func beginsAsThere(fixture: InitializerFixture) throws {
        let layer = try read(layer: fixture.layer)
        _ = try layer.outputShape([fixture.inputShape])
        let weight = layer.parameters([fixture.inputShape])[0]
        #expect(weight.shape == fixture.weightShape)
        let draws = (0..<40).map { number in
            var random = KeyedRandom(seed: 1, purpose: .initialization, number)
            return weight.initializer.values(weight.shape, fanIn: weight.fanIn, fanOut: weight.fanOut, from: &random)
        }
        if let values = fixture.values {
            #expect(
                zip(draws[0].values, values).allSatisfy { abs($0 - $1) < 1e-7 } && draws[0].values.count == values.count
            )
        } else if let gram = fixture.gram {
            for draw in draws.prefix(2) { expect(draw, hasGram: gram) }
        } else {
            try expect(draws.flatMap(\.values), fixture)
        }
    }

    private func expect(_ values: [Float], _ fixture: InitializerFixture) throws {
        let count = Float(values.count)
        let mean = values.reduce(0) { $0 + Double($1) } / Double(count)
        let square = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count)
        if let bound = fixture.bound {
            let largest = values.map(abs).max() ?? 0
            #expect(largest <= bound * 1.000001 && largest > 0.995 * bound)
            #expect(abs(Float(square.squareRoot()) / (bound / Float(3).squareRoot()) - 1) < 0.02)
        } else {
            let deviation = try #require(fixture.deviation)
            #expect(abs(Float(mean) - (fixture.mean ?? 0)) < 5 * deviation / count.squareRoot())
            #expect(abs(Float(square.squareRoot()) / deviation - 1) < 5 / (2 * count).squareRoot())
        }
    }

    private func expect(_ weight: Tensor, hasGram gram: [[Float]]) {
        let (rows, columns) = (weight.shape[0], weight.values.count / weight.shape[0])
        let isWide = rows <= columns
        let vectors = (0..<min(rows, columns)).map { row in
            (0..<max(rows, columns)).map { weight.values[isWide ? row * columns + $0 : $0 * columns + row] }
        }
        #expect(vectors.count == gram.count)
        for (vector, products) in zip(vectors, gram) {
            for (other, product) in zip(vectors, products) {
                #expect(abs(zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 } - product) < 1e-4)
            }
        }
    }

    /// Filters beyond the channels begin as `others`, those before pass a channel on.
    @Test func diracLeavesTheOthers() throws {
        let layer = try read(layer: "convolution: {filters: 5, kernel: 3, weight-init: {dirac: {others: he}}}")
        let weight = layer.parameters([[2, 9, 9]])[0]
        var random = KeyedRandom(seed: 1, purpose: .initialization)
        var same = KeyedRandom(seed: 1, purpose: .initialization)
        let values = weight.initializer.values(weight.shape, fanIn: 18, fanOut: 45, from: &random).values
        let others = Initializer.he().values(weight.shape, fanIn: 18, fanOut: 45, from: &same).values
        #expect(values[36...] == others[36...])
        #expect(values[4] == 1 && values[18 + 9 + 4] == 1 && values[..<36].reduce(0, +) == 2)
    }

    @Test func positiveUnitBallSumsToOne() throws {
        var random = KeyedRandom(seed: 1, purpose: .initialization)
        let values = Initializer.positiveUnitBall.values([3, 8], fanIn: 8, fanOut: 3, from: &random).values
        for row in 0..<3 {
            let numbers = values[row * 8..<row * 8 + 8]
            #expect(abs(numbers.reduce(0, +) - 1) < 1e-6 && numbers.allSatisfy { $0 >= 0 })
        }
    }

    /// The deviation of a standard normal variable between −2 and 2 is 0.8796256610342398: √(1 − 4φ(2) / (2Φ(2) − 1)).
    @Test func truncatedNormalHasItsDeviation() {
        let initializer = Initializer.truncatedNormal(mean: 1, deviation: 0.5, low: -2, high: 2)
        var random = KeyedRandom(seed: 1, purpose: .initialization)
        let values = initializer.values([20_000], fanIn: 1, fanOut: 1, from: &random).values.map { Double($0) - 1 }
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / 20_000).squareRoot()
        #expect(abs(deviation / (0.5 * 0.8796256610342398) - 1) < 0.02)
        #expect(values.allSatisfy { abs($0) <= 1 })
        let narrow = Initializer.truncatedNormal(mean: 0, deviation: 1, low: -0.01, high: 0.02)
        #expect(
            narrow.values([1000], fanIn: 1, fanOut: 1, from: &random).values.allSatisfy { (-0.01...0.02).contains($0) })
    }

    @Test(
        arguments: [
            (
                "linear: {outputs: 3, weight-init: dirac}",
                "`weight-init` is for the filters of a convolution, and `weight` here is [3, 4]"
            ),
            (
                "convolution: {filters: 3, kernel: [1, 2], weight-init: bilinear}",
                "`weight-init` is for square filters, and `weight` here is [3, 1, 1, 2]"
            ),
            (
                "convolution: {filters: 3, kernel: 1, bias-init: orthogonal}",
                "`bias-init` is for weights, of more than one axis, and `bias` here is [3]"
            ),
        ]) func refusesWhatDoesNotFit(text: String, message: String) throws
    {
        let layer = try read(layer: text)
        let error = #expect(throws: ShapeError.self) { try layer.outputShape([[1, 2, 2]]) }
        #expect(error?.message == message)
    }

    @Test func batchNormBeginsAsItIsTold() throws {
        let text = "batch-norm: {scale-init: {constant: {value: 0}}, shift-init: {uniform: {min: -1, max: 2}}}"
        let parameters = try read(layer: text).parameters([[4, 2, 2]])
        #expect(parameters.map(\.initializer).prefix(2) == [.constant(0), .uniform(low: -1, high: 2)])
    }

    /// As defaults are written, so they can be read.
    @Test(
        arguments: [
            Initializer.constant(0.25), .uniform(low: -1, high: 2), .gaussian(deviation: 0.5),
            .gaussian(mean: 2, deviation: 0.5), .truncatedNormal(mean: 0, deviation: 1, low: -2, high: 2),
            .uniformFanIn,
            .xavier(), .xavier(fan: .average), .glorot(), .glorot(gain: 2), .glorotNormal(gain: 1), .he(),
            .he(fan: .output),
            .kaimingUniform(slope: 0.5, fan: .input), .kaimingNormal(slope: 0, fan: .output), .positiveUnitBall,
            .bilinear,
            .dirac(groups: 1, others: .constant(0)), .dirac(groups: 1, others: .gaussian(deviation: 1)),
            .orthogonal(gain: 1),
            .orthogonal(gain: 3), .patchWhitening(epsilon: 0.5),
        ]) func isReadAsItIsWritten(initializer: Initializer) throws
    {
        let layer = try read(
            layer:
                "convolution: {filters: 2, kernel: 3, weight-init: \("\(initializer)".contains(":") ? "{\(initializer)}" : "\(initializer)")}"
        )
        #expect(layer.parameters([[2, 9, 9]])[0].initializer == initializer)
    }
}
