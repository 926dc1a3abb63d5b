import Layers
import Networks
package import Planning
import Tensors

/// Runs each layer's own `forward` and `backward`: slow, simple, and what the fast backend is held to.
package struct ReferenceBackend: Backend {
    package let name = "reference"

    package init() {}

    package func compile(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> any Executable {
        ReferenceExecutable(plan, parameters)
    }

    package func outline(_ plan: ExecutionPlan, parameters: ParameterStore) throws -> ProgramOutline {
        ProgramOutline(profile: plan.referenceProfile, memory: nil)
    }
}

private final class ReferenceExecutable: Executable {
    private let plan: ExecutionPlan
    private let parameters: ParameterStore
    private let shared: SharedGradients
    private var passes: [LayerPass?] = []
    private var values: [Value: Tensor] = [:]
    private let scoreStorage: UnsafeMutableBufferPointer<Float>
    private let lossStorage: UnsafeMutableBufferPointer<Float>
    private let termStorage: [UnsafeMutableBufferPointer<Float>]

    init(_ plan: ExecutionPlan, _ parameters: ParameterStore) {
        self.plan = plan
        self.parameters = parameters
        shared = SharedGradients(plan, parameters)
        scoreStorage = .allocate(capacity: plan.batch * plan.network.shape(of: plan.network.output).elementCount)
        lossStorage = .allocate(capacity: plan.batch)
        termStorage = plan.losses.map { _ in .allocate(capacity: plan.batch) }
        scoreStorage.initialize(repeating: 0)
        for storage in [lossStorage] + termStorage { storage.initialize(repeating: 0) }
    }

    deinit {
        scoreStorage.deallocate()
        for storage in [lossStorage] + termStorage { storage.deallocate() }
    }

    var scores: UnsafeBufferPointer<Float> { UnsafeBufferPointer(scoreStorage) }
    var losses: UnsafeBufferPointer<Float> { UnsafeBufferPointer(lossStorage) }
    var lossTerms: [UnsafeBufferPointer<Float>] { termStorage.map { UnsafeBufferPointer($0) } }
    var workingByteCount: Int { 0 }

    var profile: [OperationProfile] { plan.referenceProfile }

    func run(_ batch: Batch) throws {
        _ = try timedRun(batch)
    }

    func onTeam(_ body: @escaping @Sendable (_ thread: Int, _ threads: Int) -> Void) throws {
        body(0, 1)
    }

    func timedRun(_ batch: Batch) throws -> [Double] {
        precondition(batch.size == plan.batch && batch.classCount <= plan.mostClasses, "a batch must suit the plan")
        passes = plan.operations.map { _ in nil }
        values = [.input: Tensor(plan.network.inputShape.batched(plan.batch), batch.pixels)]
        let times = plan.operations.indices.map { index in secondsTaken { forward(index, batch) } }
        collectResults()
        return plan.phase == .training ? times + backward() : times
    }

    private func forward(_ index: Int, _ batch: Batch) {
        let operation = plan.operations[index]
        var pass = pass(
            of: operation.node, operation.parameters,
            on: operation.inputs.prefix(operation.layerInputCount).compactMap { values[$0] }, batch)
        var output = operation.layer.forward(&pass)
        for follower in operation.followers {
            let inputs = [output] + [follower.summand.flatMap { values[$0] }].compactMap { $0 }
            var pass = self.pass(of: follower.node, follower.parameters, on: inputs, batch)
            output = follower.layer.forward(&pass)
        }
        values[operation.output] = output
        for (place, parameter) in operation.parameters.enumerated() where parameter.role == .buffer {
            _ = parameters.values(node: operation.node, index: place).update(from: pass.parameters[place].values)
        }
        passes[index] = pass
    }

    private func pass(
        of node: Int, _ parameters: [ParameterSpecification], on inputs: [Tensor], _ batch: Batch
    ) -> LayerPass {
        LayerPass(
            phase: plan.phase, inputs: inputs,
            parameters: parameters.indices.map { tensor(node, $0, parameters[$0]) },
            targets: batch.targets, draws: batch.draws(layer: node))
    }

    private func tensor(_ node: Int, _ index: Int, _ parameter: ParameterSpecification) -> Tensor {
        Tensor(parameter.shape, Array(parameters.values(node: node, index: index)))
    }

    private func collectResults() {
        if let output = values[plan.network.output] { _ = scoreStorage.update(from: output.values) }
        lossStorage.update(repeating: 0)
        for (loss, storage) in zip(plan.losses, termStorage) {
            guard let values = values[Value(of: loss.node)]?.values else { continue }
            _ = storage.update(from: values)
            for (picture, value) in values.enumerated() { lossStorage[picture] += Float(loss.weight) * value }
        }
    }

    /// Gradients of the mean loss: every picture counts `weight / N`.
    ///
    /// - Returns: seconds for each step.
    private func backward() -> [Double] {
        var gradients: [Value: Tensor] = [:]
        for loss in plan.losses {
            gradients[Value(of: loss.node)] = Tensor([plan.batch], repeating: Float(loss.weight) / Float(plan.batch))
        }
        let times = plan.backward.map { step in secondsTaken { backward(step, &gradients) } }
        shared.add()
        return times
    }

    private func backward(_ step: BackwardStep, _ gradients: inout [Value: Tensor]) {
        let operation = plan.operations[step.operation]
        guard let outputGradient = gradients[operation.output], let pass = passes[step.operation] else { return }
        let result = operation.layer.backward(outputGradient, pass)
        for (index, gradient) in result.parameters.enumerated() {
            guard let gradient else { continue }
            _ = parameters.gradient(node: operation.node, index: index).update(from: gradient.values)
        }
        for (input, isWanted) in step.wantsInputGradient.enumerated() where isWanted {
            add(result.inputs[input], to: &gradients[operation.inputs[input]])
        }
    }

    func rest() {
        passes = []
        values = [:]
    }

    private func add(_ gradient: Tensor, to sum: inout Tensor?) {
        guard var total = sum else {
            sum = gradient
            return
        }
        for index in total.values.indices { total.values[index] += gradient.values[index] }
        sum = total
    }
}

extension ExecutionPlan {
    /// Each operation forward, then each backward step.
    fileprivate var referenceProfile: [OperationProfile] {
        operations.map { profile($0, .forward, products: 1) }
            + backward.map { step in
                let products = step.wantsInputGradient.contains(true) ? 2 : 1
                return profile(operations[step.operation], .backward, products: products)
            }
    }

    /// - Parameter products: how often the pass multiplies as much as the forward pass.
    private func profile(
        _ operation: PlannedOperation, _ pass: OperationProfile.Pass, products: Int
    ) -> OperationProfile {
        let multiplyAdds = operation.layer.multiplyAdds(operation.inputShapes, output: operation.outputShape)
        let elements = (operation.inputShapes + [operation.outputShape]).reduce(0) { $0 + $1.elementCount }
        return OperationProfile(
            pass: pass, nodes: operation.nodes, name: "reference", implementation: "netspec", layouts: "plain",
            multiplyAdds: multiplyAdds * batch * products, byteCount: elements * batch * MemoryLayout<Float>.stride)
    }
}
