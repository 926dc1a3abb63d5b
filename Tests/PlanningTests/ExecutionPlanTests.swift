import Layers
import Networks
import Planning
import Testing

@Suite("execution plans")
struct ExecutionPlanTests {
    private static let classifier = """
        - convolution: {name: conv1, filters: 4, kernel: 3}
        - batch-norm: {name: bn}
        - relu: {name: act}
        - convolution: {name: unused, filters: 2, kernel: 1}
        - relu: {name: unused_too}
        - linear: {name: scores, from: act, outputs: 10}
        - softmax-cross-entropy: {name: loss}
        """

    @Test("layers that nothing depends on are left out, forward and backward")
    func pruning() throws {
        let plan = ExecutionPlan(
            try network(Self.classifier), phase: .training, batch: 2, passes: [.fuseReLU])
        #expect(plan.outline == ["conv1(input)", "bn+act(conv1)", "scores(act)", "loss(scores)"])
        #expect(plan.backwardOutline == ["loss(scores)", "scores(act)", "act(conv1)", "conv1()"])
        #expect(plan.defects == [])
    }

    @Test("evaluation has no backward steps")
    func evaluation() throws {
        let plan = ExecutionPlan(try network(Self.classifier), phase: .evaluation, batch: 2, passes: [])
        #expect(plan.outline == ["conv1(input)", "bn(conv1)", "act(bn)", "scores(act)", "loss(scores)"])
        #expect(plan.backward.isEmpty)
    }

    @Test("nothing before the first layer that learns gets a gradient")
    func frozenPrefix() throws {
        let plan = ExecutionPlan(
            try network(
                """
                - max-pool: {name: pool, kernel: 2, stride: 2}
                - relu: {name: act}
                - convolution: {name: conv, filters: 3, kernel: 1}
                - add: {name: sum, from: [act, conv, pool]}
                - linear: {name: scores, outputs: 2}
                - softmax-cross-entropy: {name: loss}
                """), phase: .training, batch: 1, passes: [])
        #expect(plan.backwardOutline == ["loss(scores)", "scores(sum)", "sum(conv)", "conv()"])
        #expect(plan.defects == [])
    }

    @Test("a network that learns nothing has no backward steps, nor has one without a loss")
    func nothingToLearn() throws {
        let still = try network("- flatten\n- softmax-cross-entropy")
        #expect(ExecutionPlan(still, phase: .training, batch: 1).backward.isEmpty)
        let open = try network("- linear: {outputs: 2}")
        #expect(ExecutionPlan(open, phase: .training, batch: 1).backward.isEmpty)
        #expect(ExecutionPlan(open, phase: .training, batch: 1, passes: []).outline == ["linear(input)"])
    }

    @Test("what the output needs and no loss does is run, and gets no gradient")
    func outputApart() throws {
        let whole = try network(
            """
            - convolution: {name: conv, filters: 2, kernel: 1}
            - linear: {name: apart, outputs: 5}
            - linear: {name: scores, from: conv, outputs: 2}
            - softmax-cross-entropy: {name: loss}
            """)
        let plan = ExecutionPlan(whole.giving(1), phase: .training, batch: 1, passes: [])
        #expect(plan.outline == ["conv(input)", "apart(conv)", "scores(conv)", "loss(scores)"])
        #expect(plan.backwardOutline == ["loss(scores)", "scores(conv)", "conv()"])
        #expect(plan.defects == [])
    }

    @Test("random graphs give sound plans", arguments: 0..<200)
    func random(_ seed: UInt64) throws {
        var random = Random(seed: seed)
        var steps = ["- convolution: {name: l0, filters: 3, kernel: 1}"]
        for number in 1...random.next(below: 20) + 1 {
            let source = { (random: inout Random) -> String in
                let pick = random.next(below: number + 1)
                return pick == number ? "input" : "l\(pick)"
            }
            let (a, b) = (source(&random), source(&random))
            let kind = ["relu", "batch-norm", "add", "dropout", "convolution"][random.next(below: 5)]
            let fields = [
                "add": "from: [\(a), \(b)]", "convolution": "from: \(a), filters: 3, kernel: 3, pad: 1",
            ][kind, default: "from: \(a)"]
            steps.append("- \(kind): {name: l\(number), \(fields)}")
        }
        let text = steps.joined(separator: "\n") + "\n- linear: {outputs: 2}\n- softmax-cross-entropy"
        let network = try network(text)
        for count in 0...PlanPass.all.count {
            let plan = ExecutionPlan(network, phase: .training, batch: 1, passes: Array(PlanPass.all.prefix(count)))
            #expect(plan.defects == [], "seed \(seed)\n\(text)")
        }
    }
}

extension Network {
    /// The same network, asked for the output of a node.
    func giving(_ node: Int) -> Network {
        Network(
            name: name, inputShape: inputShape, nodes: nodes, modules: modules, output: Value(of: node), losses: losses)
    }
}
