import Fixtures
import LayerCases
import Layers
import Tensors
import Testing

@Suite("agreement with PyTorch in float64")
struct FixtureTests {
    @Test("every layer of layers.json", arguments: try LayerFixture.all())
    func layer(_ fixture: LayerFixture) throws {
        let layer = try read(layer: fixture.text)
        let inputs = ([fixture.input] + fixture.others).map(\.tensor)
        let specifications = layer.parameters(inputs.map { Shape(Array($0.shape.lengths.dropFirst())) })
        #expect(Set(specifications.map(\.name.rawValue)) == Set(fixture.parameters.keys))
        var pass = LayerPass(
            phase: fixture.training ? .training : .evaluation, inputs: inputs,
            parameters: try specifications.map { try #require(fixture.parameters[$0.name.rawValue]).tensor },
            targets: fixture.targets)
        let output = layer.forward(&pass)
        // A loss is stored as the mean of the batch.
        let isLoss = layer is any LossLayer
        let losses = Double(output.values.count)
        let found = isLoss ? [output.values.reduce(0) { $0 + Double($1) } / losses] : output.values.map(Double.init)
        #expect(isLoss || output.shape == fixture.outputShape)
        #expect(relativeError(found, fixture.output) < tolerance, "output of \(fixture.text)")
        for (index, specification) in specifications.enumerated() where specification.role == .buffer {
            guard let expected = fixture.statistics[specification.name.rawValue] else { continue }
            let error = relativeError(pass.parameters[index].values.map(Double.init), expected)
            #expect(error < tolerance, "\(specification.name) of \(fixture.text)")
        }
        guard fixture.training else { return }
        let outputGradient = fixture.outputGradient?.tensor ?? Tensor(output.shape, repeating: Float(1 / losses))
        try compare(layer.backward(outputGradient, pass), specifications, fixture)
    }

    private func compare(
        _ gradients: LayerGradients, _ specifications: [ParameterSpecification], _ fixture: LayerFixture
    ) throws {
        let expected = [fixture.inputGradient] + fixture.otherGradients
        #expect(gradients.inputs.count == expected.count)
        for (gradient, expected) in zip(gradients.inputs, expected) {
            let error = relativeError(gradient.values.map(Double.init), expected)
            #expect(error < tolerance, "input gradient of \(fixture.text)")
        }
        for (gradient, specification) in zip(gradients.parameters, specifications) {
            let expected = fixture.parameterGradients[specification.name.rawValue]
            #expect((gradient == nil) == (expected == nil), "\(specification.name) of \(fixture.text)")
            guard let gradient, let expected else { continue }
            let error = relativeError(gradient.values.map(Double.init), expected)
            #expect(error < tolerance, "gradient of \(specification.name) of \(fixture.text)")
        }
    }

    /// Sums are in double precision and rounded once.
    private let tolerance = 2e-7

    private func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        let difference = zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return (difference / expected.reduce(1e-30) { $0 + $1 * $1 }).squareRoot()
    }
}
