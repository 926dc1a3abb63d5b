import Execution
import LayerCases
import Layers
import Networks
import Planning
import Tensors

/// A layer case as a network: sources that hold the inputs as learned numbers, the layer, and a loss that weighs its
/// output with fixed numbers. So the gradients of inputs show as those of parameters.
struct CaseNetwork {
    let network: Network
    let layerCase: LayerCase

    /// - Parameter behindConvolution: puts a 1×1 convolution before each input, so that the layer gets the layout that
    ///   a backend likes best.
    /// - Parameter follower: a layer behind it, which a plan may fuse with it.
    init(_ layerCase: LayerCase, behindConvolution: Bool = false, follower: String? = nil) throws {
        self.layerCase = layerCase
        var nodes: [Network.Node] = []
        var ends: [Value] = []
        for (index, tensor) in layerCase.inputs.enumerated() {
            let shape = layerCase.inputShapes[index]
            nodes.append(
                try Self.node("source\(index)", FixedSource(tensor: tensor), .input, layerCase.inputShapes[0]))
            if behindConvolution, shape.rank == 3 {
                let layer = try read(layer: "convolution: {filters: \(shape[0]), kernel: 1, bias: false}")
                nodes.append(try Self.node("before\(index)", layer, Value(of: nodes.count - 1), shape))
            }
            ends.append(Value(of: nodes.count - 1))
        }
        let layer = try layerCase.makeLayer()
        nodes.append(
            Network.Node(
                path: "layer", layer: layer, inputs: ends, inputShapes: layerCase.inputShapes,
                outputShape: try layer.outputShape(layerCase.inputShapes)))
        if let follower {
            let shape = nodes[nodes.count - 1].outputShape
            nodes.append(try Self.node("follower", read(layer: follower), Value(of: nodes.count - 1), shape))
        }
        let output = Value(of: nodes.count - 1)
        if !(layer is any LossLayer) {
            let shape = nodes[nodes.count - 1].outputShape
            let loss = ProjectionLoss(factors: layerCase.outputGradient(shape))
            nodes.append(try Self.node("loss", loss, output, shape))
        }
        network = Network(
            name: "case", inputShape: layerCase.inputShapes[0], nodes: nodes, modules: [], output: output,
            losses: [Network.Loss(node: nodes.count - 1, weight: 1)])
    }

    private static func node(
        _ path: String, _ layer: any Layer, _ input: Value, _ shape: Shape
    ) throws -> Network.Node {
        Network.Node(
            path: path, layer: layer, inputs: [input], inputShapes: [shape], outputShape: try layer.outputShape([shape])
        )
    }

    /// Everything that a backend makes of the case, by name.
    func results(of backend: any Backend, _ phase: Phase, passes: [PlanPass] = PlanPass.all) throws -> [String: Tensor]
    {
        let parameters = try ParameterStore(network)
        fill(parameters)
        let plan = ExecutionPlan(network, phase: phase, batch: layerCase.batch, passes: passes)
        let executable = try backend.compile(plan, parameters: parameters)
        // A first run on other pictures: nothing of it may be left in the second.
        try executable.run(batch(layerCase.targets.reversed(), samples: layerCase.batch..<2 * layerCase.batch))
        fill(parameters)
        try executable.run(batch(layerCase.targets, samples: 0..<layerCase.batch))
        var results = ["loss": Tensor([layerCase.batch], Array(executable.losses))]
        if network.shape(of: network.output).rank > 0 {
            results["output"] = Tensor([executable.scores.count], Array(executable.scores))
        }
        for entry in parameters.entries {
            if entry.specification.role == .buffer { results[entry.name] = parameters.tensor(entry) }
            if entry.specification.role == .learned, phase == .training {
                results["gradient of \(entry.name)"] = parameters.gradientTensor(entry)
            }
        }
        return results
    }

    private func batch(_ targets: [Target], samples: Range<Int>) throws -> Batch {
        try Batch(
            pixels: layerCase.inputs[0].values.map { $0 + Float(samples.lowerBound) }, targets: targets,
            classCount: layerCase.classCount, samples: Array(samples), seed: layerCase.seed)
    }

    private func fill(_ parameters: ParameterStore) {
        parameters.initialize(seed: layerCase.seed)
        guard let place = network.nodes.firstIndex(where: { $0.path == "layer" }) else { return }
        let own = layerCase.parameters(of: network.nodes[place].layer)
        for entry in parameters.entries {
            if entry.node == place { parameters.set(entry, to: own[entry.index]) }
            if let source = network.nodes[entry.node].layer as? FixedSource { parameters.set(entry, to: source.tensor) }
        }
    }
}

/// Gives a fixed tensor, whatever arrives, as a learned parameter: its gradient is the output's.
private struct FixedSource: Layer {
    static let kind = LayerKind("fixed-source", help: "a fixed tensor") { _ in FixedSource(tensor: .zeros([1])) }

    let tensor: Tensor

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { Shape(Array(tensor.shape.lengths.dropFirst())) }

    func parameters(_ inputs: [Shape]) -> [ParameterSpecification] {
        [ParameterSpecification(.weight, tensor.shape, initializer: .constant(0))]
    }

    func forward(_ pass: inout LayerPass) -> Tensor { pass.parameters[0] }

    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        LayerGradients(inputs: [Tensor.zeros(pass.inputs[0].shape)], parameters: [outputGradient])
    }
}

/// `loss[n] = Σ factors[n, …] · input[n, …]`
private struct ProjectionLoss: LossLayer {
    static let kind = LayerKind("projection-loss", help: "a weighted sum") { _ in ProjectionLoss(factors: .zeros([1])) }

    let factors: Tensor

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { [] }

    func classCount(_ inputs: [Shape]) -> Int? { nil }

    func forward(_ pass: inout LayerPass) -> Tensor {
        let batch = factors.shape[0]
        let length = factors.values.count / batch
        return Tensor(
            [batch],
            (0..<batch).map { picture in
                (picture * length..<(picture + 1) * length).reduce(0) {
                    $0 + factors.values[$1] * pass.inputs[0].values[$1]
                }
            })
    }

    func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        let length = factors.values.count / factors.shape[0]
        let values = factors.values.enumerated().map { outputGradient.values[$0 / length] * $1 }
        return LayerGradients(inputs: [Tensor(factors.shape, values)])
    }
}
