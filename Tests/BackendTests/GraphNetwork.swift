import Diagnostics
import Execution
import Layers
import Networks
import Planning
import SpecCompiler
import Tensors
import Testing

/// Small networks from a spec's notation, on 3 × 6 × 6 pictures of 4 classes.
enum GraphNetwork {
    static func network(of steps: String) throws -> Network {
        // One of the graphs has a layer that nothing reads.
        let lint = "lint: {unread-output: off}"
        let text = "netspec: 1\ninput: {channels: 3, height: 6, width: 6}\nclasses: 4\n\(lint)\nnetwork: \(steps)\n"
        let result = SpecCompiler.compile(text: text, named: "graph.yaml")
        #expect(!result.diagnostics.contains { $0.severity == .error })
        return try #require(result.experiment).network
    }

    /// Everything that a backend makes of a batch, by name.
    static func results(
        _ network: Network, _ backend: any Backend, _ phase: Phase, passes: [PlanPass] = PlanPass.all,
        seed: UInt64 = 4
    ) throws -> [String: [Float]] {
        let parameters = try ParameterStore(network)
        let plan = ExecutionPlan(network, phase: phase, batch: 5, passes: passes)
        let executable = try backend.compile(plan, parameters: parameters)
        var random = KeyedRandom(seed: seed, purpose: .synthesis)
        // A first run on other pictures: nothing of it may be left in the second.
        for targets: [Target] in [[3, 2, 2, 0, 1], [0, 1, 2, 3, 1]] {
            fill(parameters)
            try executable.run(
                Batch(
                    pixels: (0..<5 * 108).map { _ in random.uniform(-1, 1) }, targets: targets, classCount: 4, epoch: 2,
                    seed: 5))
        }
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

    /// First numbers; those of batch normalisation, which begin alike, are drawn too.
    static func fill(_ parameters: ParameterStore) {
        parameters.initialize(seed: 3)
        var random = KeyedRandom(seed: 3, purpose: .synthesis)
        let lows: [ParameterSpecification.Name: Float] = [.scale: 0.5, .shift: -0.5, .mean: -0.5, .variance: 0.5]
        for entry in parameters.entries {
            guard let low = lows[entry.specification.name] else { continue }
            let shape = entry.specification.shape
            parameters.set(entry, to: Tensor(shape, (0..<shape.elementCount).map { _ in random.uniform(low, low + 1) }))
        }
    }
}
