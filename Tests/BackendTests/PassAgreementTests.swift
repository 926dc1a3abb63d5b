import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors
import Testing

/// Networks that the passes change, with every pass on, each of them off, and all off: scores, losses, every gradient and
/// every running statistic are those of the reference, which runs the plan as it was before the passes.
@Suite(.serialized) struct PassAgreementTests {
    /// An inception module with batch normalisation, one of whose siblings has no whole blocks; then a second one.
    private static let inception = """
        [{convolution: {name: stem, filters: 16, kernel: 3, pad: 1}}, {batch-norm: {name: stem_bn}}, {relu: {name: x}}, \
        {convolution: {name: a, from: x, filters: 16, kernel: 1}}, {batch-norm: {name: a_bn}}, {relu: {name: a_out}}, \
        {convolution: {name: b, from: x, filters: 24, kernel: 1}}, batch-norm, relu, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, batch-norm, {relu: {name: b_out}}, \
        {convolution: {name: c, from: x, filters: 32, kernel: 1}}, batch-norm, {relu: {name: c_out}}, \
        {max-pool: {from: x, kernel: 3, stride: 1, pad: 1}}, {convolution: {filters: 20, kernel: 1}}, batch-norm, \
        {relu: {name: d_out}}, {concat: {name: y, from: [a_out, b_out, c_out, d_out]}}, \
        {convolution: {name: e, from: y, filters: 16, kernel: 1, bias: false}}, {relu: {name: e_out}}, \
        {convolution: {name: f, from: y, filters: 32, kernel: 1, bias: false}}, batch-norm, {relu: {name: f_out}}, \
        {average-pool: {from: y, kernel: 2, stride: 1, pad: 1}}, {convolution: {filters: 16, kernel: 2}}, \
        {relu: {name: g_out}}, {concat: {from: [e_out, f_out, g_out]}}, {max-pool: {kernel: 2, stride: 2}}, \
        {linear: {outputs: 4}}]
        """

    /// Each layer reads all before it, side by side.
    private static let dense = """
        [{convolution: {name: a, filters: 16, kernel: 1}}, {batch-norm: {}}, {relu: {}}, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, {relu: {name: b}}, {concat: {name: ab, from: [b, a]}}, \
        {batch-norm: {}}, {relu: {}}, {convolution: {filters: 16, kernel: 3, pad: 1}}, {batch-norm: {}}, {relu: {name: c}}, \
        {concat: {name: abc, from: [ab, c]}}, {batch-norm: {}}, relu, {max-pool: {kernel: 2, stride: 2}}, \
        {linear: {outputs: 4}}]
        """

    /// A block whose input is added to its output, and a value that is added to itself.
    private static let residual = """
        [{convolution: {filters: 16, kernel: 1}}, {batch-norm: {}}, {relu: {name: x}}, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, batch-norm, relu, {convolution: {filters: 16, kernel: 1}}, \
        {batch-norm: {name: y}}, {add: {name: sum, from: [x, y]}}, {relu: {name: z}}, {add: {from: [z, z, x]}}, \
        {global-average-pool: {}}, {linear: {outputs: 4}}]
        """

    /// Convolutions whose ReLU can take their place, and one sibling that learns from nothing but the output.
    private static let plain = """
        [{convolution: {name: x, filters: 16, kernel: 3}}, {relu: {}}, {convolution: {name: a, filters: 16, kernel: 2}}, \
        {relu: {name: a_out}}, {convolution: {name: b, from: relu, filters: 17, kernel: 2}}, {relu: {name: b_out}}, \
        {concat: {from: [a_out, b_out]}}, {average-pool: {kernel: 2}}, {dropout: {}}, {linear: {outputs: 4}}]
        """

    @Test(arguments: ["inception", "dense", "residual", "plain"], [Phase.training, .evaluation])
    func backendsAgree(_ name: String, _ phase: Phase) throws {
        let steps = try #require(Self.networks[name])
        let network = try GraphNetwork.network(of: steps).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
        let expected = try results(network, ReferenceBackend(), phase, passes: [])
        let backend = try OneDNNBackend(threads: 2)
        for passes in [PlanPass.all, []] + PlanPass.all.map({ PlanPass.all(without: [$0.name]) }) {
            let found = try results(network, backend, phase, passes: passes)
            expectAgreement(found, expected, within: 2e-5, "\(passes.map(\.name))")
        }
        let ofPlan = try results(network, ReferenceBackend(), phase, passes: PlanPass.all)
        expectAgreement(ofPlan, expected, within: 1e-6, "the reference")
    }

    private static let networks = ["inception": inception, "dense": dense, "residual": residual, "plain": plain]

    private func results(
        _ network: Network, _ backend: any Backend, _ phase: Phase, passes: [PlanPass]
    ) throws -> [String: [Float]] {
        try GraphNetwork.results(network, backend, phase, passes: passes, seed: 6)
    }

    /// A bias that batch normalisation follows has a gradient of 0, and what is found there is rounding: it is held against
    /// the gradient of the same layer's weights.
    private func expectAgreement(
        _ found: [String: [Float]], _ expected: [String: [Float]], within bound: Double, _ what: String
    ) {
        for (name, reference) in expected {
            let layer = name.prefix { $0 != "." }
            let scale = max(norm(reference), name.hasSuffix(".bias") ? norm(expected["\(layer).weight"] ?? []) : 0)
            let values = found[name] ?? []
            #expect(values.count == reference.count, "\(name) with \(what)")
            let error = norm(zip(values, reference).map { $0 - $1 }) / max(scale, 1e-30)
            #expect(error <= bound, "\(name) with \(what)")
        }
    }
}

private func norm(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}
