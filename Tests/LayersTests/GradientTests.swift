import LayerCases
import Layers
import Tensors
import Testing

@Suite("gradients agree with differences")
struct GradientTests {
    @Test("every case", arguments: LayerCase.all)
    func everyCase(_ test: LayerCase) throws {
        let findings = try GradientCheck(layer: test.makeLayer(), test: test).findings()
        #expect(findings.isEmpty, "\(test): \(findings)")
    }

    @Test("the check finds gradients that are 1 % off", arguments: LayerCase.all)
    func theCheckFindsErrors(_ test: LayerCase) throws {
        let layer = Exaggerating(layer: try test.makeLayer())
        let findings = try GradientCheck(layer: layer, test: test).findings()
        let learned = layer.parameters(test.inputShapes).count { $0.role == .learned }
        #expect(findings.count == test.inputShapes.count + learned, "\(test): \(findings)")
    }

    @Test("shapes of outputs, gradients and parameters are as announced", arguments: LayerCase.all)
    func shapes(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        for phase in [Phase.training, .evaluation] {
            var pass = test.pass(phase, of: layer)
            let output = layer.forward(&pass)
            let announced = try layer.outputShape(test.inputShapes).batched(test.batch)
            #expect(output.shape == announced, "\(test)")
            #expect(output.values.allSatisfy { $0.isFinite }, "\(test)")
            guard phase == .training else { continue }
            let gradients = layer.backward(Tensor(output.shape, repeating: 1), pass)
            #expect(gradients.inputs.map(\.shape) == pass.inputs.map(\.shape), "\(test)")
            let specifications = layer.parameters(test.inputShapes)
            #expect(
                gradients.parameters.map { $0?.shape } == specifications.map { $0.role == .learned ? $0.shape : nil },
                "\(test)")
        }
    }
}

/// A layer whose gradients are 1 % too long.
private struct Exaggerating: Layer {
    let layer: any Layer

    static let kind = LayerKind("exaggerating", help: "for the test of the test") { _ in
        preconditionFailure("no spec names this layer")
    }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { try layer.outputShape(inputs) }
    func parameters(_ inputs: [Shape]) -> [ParameterSpecification] { layer.parameters(inputs) }
    func forward(_ pass: inout LayerPass) -> Tensor { layer.forward(&pass) }

    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let exact = layer.backward(outputGradient, pass)
        return LayerGradients(inputs: exact.inputs.map(longer), parameters: exact.parameters.map { $0.map(longer) })
    }

    private func longer(_ tensor: Tensor) -> Tensor { Tensor(tensor.shape, tensor.values.map { $0 * 1.01 }) }
}
