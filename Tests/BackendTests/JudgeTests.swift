import Execution
import Layers
import Planning
import RandomNetworks
import Tensors
import Testing

/// What judges the backend is judged: it finds what is wrong, and nothing else.
struct JudgeTests {
    private static func text(_ steps: String, input: String = "{channels: 6, height: 7, width: 5}") -> String {
        """
        netspec: 1
        input: \(input)
        classes: 4
        train: {epochs: 1, batch: 4, optimizer: {sgd: {rate: 0.1}}}
        lint: {bias-before-batch-norm: off}
        network: [\(steps), {linear: {name: last, outputs: 4}}]
        """
    }

    private static let stem = "{convolution: {name: a, filters: 16, kernel: 3, pad: 1}}, {batch-norm: {name: b}}, "

    /// Steps, and others that an engine with a mistake would compute in their place: a part in another's place, a summand
    /// left out, a border that counts, another's ReLU.
    private static let mistakes = [
        ("{concat: {from: [a, b]}}", "{concat: {from: [b, a]}}"),
        ("{add: {from: [a, b, b]}}", "{add: {from: [a, b]}}"),
        (
            "{average-pool: {kernel: 3, stride: 1, pad: 1}}",
            "{average-pool: {kernel: 3, stride: 1, pad: 1, include-pad: false}}"
        ),
        ("{max-pool: {kernel: 3, stride: 1, pad: 1}}", "{average-pool: {kernel: 3, stride: 1, pad: 1}}"),
        ("relu, {add: {from: [b, relu]}}", "relu, {add: {from: [b, b]}}"),
        ("{softmax: {}}", "relu"),
    ]

    private static let trials = [Phase.training, .evaluation].flatMap { phase in
        Precision.allCases.map { Trial(phase, $0, numberSeed: 5) }
    }

    @Test(arguments: mistakes, trials) func mistakesAreFound(_ steps: (right: String, wrong: String), _ trial: Trial)
        throws
    {
        let right = try JudgedNetwork(text: Self.text(Self.stem + steps.right))
        let wrong = try JudgedNetwork(text: Self.text(Self.stem + steps.wrong))
        #expect(try !Self.judge(right, computing: wrong).mistakes(in: trial).isEmpty)
        #expect(try Self.judge(right, computing: right).mistakes(in: trial).isEmpty)
    }

    /// A judge of who computes another network on the reference.
    private static func judge(_ right: JudgedNetwork, computing other: JudgedNetwork) -> Judge {
        Judge(right) { plan, parameters, _ in
            try ReferenceBackend().compile(
                ExecutionPlan(other.network, phase: plan.phase, batch: plan.batch, passes: []), parameters: parameters)
        }
    }

    @Test(arguments: trials) func whatIsLeftOfARunIsFound(_ trial: Trial) throws {
        let network = try JudgedNetwork(text: Self.text("{convolution: {filters: 16, kernel: 3}}"))
        let judge = Judge(network) { plan, parameters, _ in try StaleExecutable(plan, parameters) }
        #expect(try !judge.mistakes(in: trial).isEmpty)
    }

    @Test func trialsAreReadAsTheyAreWritten() {
        for seed in 0..<50 as Range<UInt64> {
            for trial in Trial.drawn(seed: seed, precisions: Precision.allCases) {
                #expect(Trial(trial.description) == trial)
            }
        }
        for text in ["", "training,float32,all,2,untuned", "training,float32,without:none,2,untuned,1", "a,b,c,d,e,f"] {
            #expect(Trial(text) == nil)
        }
    }

    /// Every kind of layer, and specs that the front end takes.
    @Test func seedsReachAllLayers() throws {
        let drafts = (0..<240 as Range<UInt64>).map { NetworkGenerator.draft(seed: $0) }
        let kinds = Set(drafts.flatMap(\.layers).map(\.kind))
        #expect(
            kinds
                == Set(LayerCatalogue.kinds.map(\.name)).subtracting(["softmax-cross-entropy"]).union(["auxiliary"]))
        for draft in drafts { _ = try JudgedNetwork(text: draft.text) }
        #expect(drafts[7] == NetworkGenerator.draft(seed: 7))
    }

    @Test func whatHasNoPartInItIsTakenOut() throws {
        let drafts = (0..<40 as Range<UInt64>).map { NetworkGenerator.draft(seed: $0) }
        let draft = try #require(
            drafts.first { draft in draft.layers.contains { $0.kind == "lrn" } && draft.layers.count > 9 })
        let reduced = DraftReducer { draft in
            (try? JudgedNetwork(text: draft.text)) != nil && draft.layers.contains { $0.kind == "lrn" }
        }.reduced(draft)
        #expect(["lrn", "lrn linear"].contains(reduced.layers.map(\.kind).joined(separator: " ")))
        #expect(reduced.batch == 1)
    }
}
