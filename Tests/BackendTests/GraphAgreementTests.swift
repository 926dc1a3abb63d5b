import Execution
import Foundation
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors
import Testing

/// Small networks of unusual form on both backends: outputs, losses, every gradient and every running statistic.
@Suite(.serialized) struct GraphAgreementTests {
    @Test(
        arguments: [
            "[{relu: {name: a}}, {add: {from: [a, a]}}, {linear: {outputs: 4}}]",
            "[{add: {left: [], right: [{convolution: {filters: 3, kernel: 1}}]}}, {linear: {outputs: 4}}]",
            "[{concat: {left: [], right: [relu]}}, dropout, flatten, {linear: {outputs: 4}}]",
            "[flatten, {dropout: {ratio: 0.3}}, {linear: {outputs: 4}}]",
            "[{convolution: {name: a, filters: 16, kernel: 3, bias: false}}, {batch-norm: {name: b}}, relu, "
                + "{linear: {name: c, outputs: 4}}, {linear: {name: d, from: b, outputs: 4}}, {add: {from: [c, d]}}]",
            "[{convolution: {name: a, filters: 8, kernel: 3}}, {max-pool: {kernel: 2}}, {linear: {from: a, outputs: 4}}]",
            "[{linear: {name: a, outputs: 6}}, {linear: {name: b, from: input, outputs: 5}}, {concat: {from: [a, b]}}, "
                + "relu, {linear: {outputs: 4}}]",
            "[{convolution: {filters: 5, kernel: 2}}, softmax, {linear: {outputs: 4}}]",
            "[{global-average-pool: {}}, {linear: {outputs: 4}}]",
            "[{convolution: {filters: 7, kernel: 3}}, {average-pool: {kernel: 3, stride: 2, pad: 1, round: ceil}}, "
                + "{lrn: {size: 3}}, {linear: {outputs: 4}}]",
        ], [Phase.training, .evaluation])
    func backendsAgree(_ steps: String, _ phase: Phase) throws {
        let network = try network(of: steps).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
        let expected = try results(network, ReferenceBackend(), phase)
        let found = try results(network, OneDNNBackend(threads: 2), phase)
        #expect(found.count == expected.count)
        for (name, reference) in expected {
            #expect(relativeError(found[name] ?? [], reference) <= 2e-5, "\(name)")
        }
    }

    private func network(of steps: String) throws -> Network {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("graph.yaml")
        // One of the graphs has a layer that nothing reads.
        let lint = "lint: {unread-output: off}"
        let text = "netspec: 1\ninput: {channels: 3, height: 6, width: 6}\nclasses: 4\n\(lint)\nnetwork: \(steps)\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        let result = try SpecCompiler.compile(file.path)
        #expect(result.diagnostics.isEmpty)
        return try #require(result.experiment).network
    }

    private func results(_ network: Network, _ backend: any Backend, _ phase: Phase) throws -> [String: [Float]] {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 3)
        let plan = ExecutionPlan(network, phase: phase, batch: 5)
        let executable = try backend.compile(plan, parameters: parameters)
        var random = KeyedRandom(seed: 4, purpose: .synthesis)
        try executable.run(
            PictureBatch(
                pixels: (0..<5 * 108).map { _ in random.uniform(-1, 1) }, labels: [0, 1, 2, 3, 1],
                samples: Array(0..<5), epoch: 2, seed: 5))
        var results = ["scores": Array(executable.scores), "losses": Array(executable.losses)]
        for entry in parameters.entries {
            switch entry.specification.role {
            case .buffer: results[entry.name] = parameters.tensor(entry).values
            case .learned where phase == .training: results[entry.name] = parameters.gradientTensor(entry).values
            case .learned: break
            }
        }
        return results
    }
}
