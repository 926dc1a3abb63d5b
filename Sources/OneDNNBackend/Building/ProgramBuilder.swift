import Execution
import Layers
import Networks
import Planning
import Tensors

/// Builds a program: asks each layer's kernel for its operations, forward and backward, which the recorder takes down.
///
/// Where values, gradients and weights are, and in which layouts, is known by a table each. When all operations are known,
/// the memory plan gives each buffer its place.
final class ProgramBuilder {
    let plan: ExecutionPlan
    let parameters: ParameterStore
    let state: BatchState
    let recorder: Recorder
    let values: ValueTable
    let gradients: GradientTable
    let weights: WeightTable
    private let tuner: ConvolutionTuner?
    /// Every product of a convolution that was asked for, and the nodes that it is for.
    private(set) var convolutions: [(work: ConvolutionWork, nodes: [Int])] = []

    /// - Parameters:
    ///   - memory: what trials of convolutions have shown; nil for best guesses instead of trials.
    ///   - trials: which convolutions are tried.
    ///   - prefersLibrary: whether oneDNN's kernels are taken where there are own ones too.
    init(
        _ plan: ExecutionPlan, _ parameters: ParameterStore, precision: Precision, tuning memory: TuningMemory?,
        trials: ConvolutionTuner.Trials, prefersLibrary: Bool
    ) throws {
        self.plan = plan
        self.parameters = parameters
        state = BatchState()
        let engine = try Engine()
        recorder = Recorder(
            engine: engine, element: precision == .float32 ? .float32 : .bfloat16, prefersLibrary: prefersLibrary)
        values = ValueTable(plan, recorder)
        gradients = GradientTable(plan, recorder, values)
        weights = WeightTable(parameters, recorder)
        tuner = memory.map { ConvolutionTuner(engine: engine, memory: $0, trials: trials) }
    }

    /// The tensors that whoever runs the program reads and writes.
    private struct Ends {
        let input: PlacedTensor
        let scores: PlacedTensor
        let losses: [PlacedTensor]
    }

    func program() throws -> Program { try finish(record()) }

    /// What the program would be.
    func outline() throws -> ProgramOutline {
        _ = try record()
        return ProgramOutline(profile: recorder.profile, memory: recorder.workingMemory)
    }

    private func record() throws -> Ends {
        let input = try recorder.plain(plan.network.inputShape.batched(plan.batch), isPersistent: true)
        values.set(.input, to: input)
        let units = KernelUnit.units(of: plan, parameters)
        for unit in units { try forward(unit) }
        recorder.subject = Recorder.Subject(pass: .forward, nodes: [])
        let scores = try recorder.keep(values.tensor(of: plan.network.output))
        let losses = try plan.lossValues.map { try recorder.keep(values.tensor(of: $0)) }
        if plan.phase == .training { try backward(units) }
        return Ends(input: input, scores: scores, losses: losses)
    }

    private func forward(_ unit: KernelUnit) throws {
        recorder.subject = Recorder.Subject(pass: .forward, nodes: nodes(of: unit))
        try unit.kernel.forward(self)
        guard let kernel = unit.kernel as? any RecomputingKernel, plan.recomputed.contains(kernel.operation.output)
        else { return }
        values.recompute(kernel.operation.output) { [unowned self] in
            let reader = recorder.subject
            defer { recorder.subject = reader }
            recorder.subject = Recorder.Subject(pass: .backward, nodes: nodes(of: unit))
            return try kernel.recomputedOutput(self)
        }
    }

    private func nodes(of unit: KernelUnit) -> [Int] { unit.operations.flatMap { plan.operations[$0].nodes } }

    private func backward(_ units: [KernelUnit]) throws {
        try seedLossGradients()
        var steps = plan.backward[...]
        while let first = steps.first, let unit = units.first(where: { $0.operations.contains(first.operation) }) {
            let own = steps.prefix { unit.operations.contains($0.operation) }
            steps = steps.dropFirst(own.count)
            recorder.subject = Recorder.Subject(pass: .backward, nodes: nodes(of: unit))
            try unit.kernel.backward(Array(own), self)
        }
        sumSharedGradients()
    }

    private func sumSharedGradients() {
        let shared = SharedGradients(plan, parameters)
        guard !shared.isEmpty else { return }
        let profile = OperationProfile(
            pass: .backward, nodes: shared.nodes, name: "sum of shared gradients", implementation: "netspec",
            layouts: "plain", multiplyAdds: 0, byteCount: shared.byteCount)
        recorder.add(RecordedOperation(profile: profile, work: .own { _ in { shared.add() } }), touching: [])
    }

    /// The mean over the batch: each picture's loss has the gradient `weight / N`.
    private func seedLossGradients() throws {
        recorder.subject = Recorder.Subject(pass: .backward, nodes: [])
        for loss in plan.losses {
            let gradient = try recorder.plain([plan.batch])
            let share = Float(loss.weight) / Float(plan.batch)
            let count = plan.batch
            recorder.own("fill", touching: [gradient]) { addresses in
                let numbers = addresses.floats(gradient)
                return { numbers.update(repeating: share, count: count) }
            }
            gradients.contribute(gradient, to: Value(of: loss.node))
        }
    }

    /// The primitive for one product of a convolution: by the algorithm that was fastest when tried, or by the best guess.
    ///
    /// - Parameter hint: the forward primitive, for the backward ones.
    func convolution(
        _ problem: ConvolutionProblem, _ product: ConvolutionProblem.Product, hint: Primitive? = nil
    ) throws -> ChosenConvolution {
        convolutions.append((ConvolutionWork(problem: problem, product: product), recorder.subject.nodes))
        let tried = try tuner?.algorithms(problem, product, hint: hint) ?? []
        let (algorithm, primitive) = try problem.primitive(
            product, engine: recorder.engine, algorithms: tried.isEmpty ? problem.guesses(product) : tried, hint: hint)
        return ChosenConvolution(
            primitive: primitive, seconds: tuner?.seconds(problem, product, by: algorithm))
    }

    /// What is known of a product; nil where nothing is.
    func trials(of work: ConvolutionWork) -> ConvolutionTrials? { tuner?.trials(work.problem, work.product) }

    private func finish(_ ends: Ends) throws -> Program {
        let memory = MemoryPlan(recorder.requests)
        let arena = try MemoryBlock(byteCount: memory.byteCount, forBatch: plan.batch)
        let addresses = Addresses(arena: arena.start, offsets: memory.offsets)
        let classCount = plan.network.shape(of: plan.network.output).elementCount
        let lossSums = UnsafeMutableBufferPointer<Float>.allocate(capacity: plan.batch)
        lossSums.initialize(repeating: 0)
        return Program(
            Program.Parts(
                phase: plan.phase, stream: try Stream(engine: recorder.engine), arena: arena, parameters: parameters,
                state: state, mostClasses: plan.mostClasses,
                weightOperations: try recorder.weightOperations.map { try $0.operation(addresses) },
                weightSources: weights.sources,
                operations: try recorder.operations.map { try $0.operation(addresses) },
                profile: recorder.profile,
                input: UnsafeMutableBufferPointer(
                    start: addresses.floats(ends.input), count: plan.batch * plan.network.inputShape.elementCount),
                scores: UnsafeBufferPointer(start: addresses.floats(ends.scores), count: plan.batch * classCount),
                losses: lossSums,
                lossTerms: zip(ends.losses, plan.losses).map { (addresses.floats($0), Float($1.weight)) }))
    }
}
