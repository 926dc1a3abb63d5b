import Layers
import Networks
import Planning
import Testing

@Suite("plans of networks with auxiliary classifiers")
struct AuxiliaryPlanTests {
    private static let steps = """
        - convolution: {name: conv1, filters: 4, kernel: 3}
        - relu: {name: act1}
        - auxiliary:
            name: head1
            weight: 0.3
            network: [{average-pool: {name: pool, kernel: 3}}, {linear: {name: fc, outputs: 10}}]
        - convolution: {name: conv2, filters: 4, kernel: 3}
        - auxiliary: {name: head2, from: conv1, weight: 0.5, network: [{linear: {name: fc, outputs: 10}}]}
        - linear: {name: scores, outputs: 10}
        """

    private let network: Network

    init() throws {
        network = try PlanningTests.network(Self.steps).adding(loss: SoftmaxCrossEntropy())
    }

    @Test("training computes every classifier and its loss, and each reader gives the trunk a gradient")
    func training() {
        let plan = ExecutionPlan(network, phase: .training, batch: 2, passes: [])
        #expect(
            plan.outline == [
                "conv1(input)", "act1(conv1)", "head1/pool(act1)", "head1/fc(head1/pool)", "conv2(act1)",
                "head2/fc(conv1)", "scores(conv2)", "loss(scores)", "head1/loss(head1/fc)", "head2/loss(head2/fc)",
            ])
        #expect(
            plan.backwardOutline == [
                "head2/loss(head2/fc)", "head1/loss(head1/fc)", "loss(scores)", "scores(conv2)", "head2/fc(conv1)",
                "conv2(act1)", "head1/fc(head1/pool)", "head1/pool(act1)", "act1(conv1)", "conv1()",
            ])
        #expect(plan.losses.map(\.weight) == [1, 0.3, 0.5])
        #expect(plan.defects == [])
    }

    @Test("evaluation leaves the classifiers and their losses out", arguments: [true, false])
    func evaluation(_ isRewritten: Bool) {
        let plan = ExecutionPlan(network, phase: .evaluation, batch: 2, passes: isRewritten ? PlanPass.all : [])
        #expect(plan.operations.allSatisfy { network.auxiliary(ofNode: $0.node) == nil })
        #expect(plan.losses.map(\.weight) == [1])
        #expect(plan.defects == [])
    }

    @Test("nodes know the classifier that they are in")
    func membership() {
        #expect(
            network.nodes.indices.map { network.auxiliary(ofNode: $0)?.path } == [
                nil, nil, "head1", "head1", nil, "head2", nil, nil, "head1", "head2",
            ])
        #expect(network.auxiliaries.map(\.weight) == [0.3, 0.5])
        #expect(network.auxiliaries.map(\.source) == [network.value(at: "act1"), network.value(at: "conv1")])
        #expect(network.output == network.value(at: "scores"))
        #expect(network.value(at: "head1") == network.value(at: "head1/fc"))
    }

    @Test("the cost is that of the network in use; in training the classifiers count")
    func summary() {
        // conv1 3·3·3·4 + 4, conv2 3·3·4·4 + 4, scores 4·4·4·10 + 10; head1 4·2·2·10 + 10, head2 4·6·6·10 + 10.
        let deployed = Summary(network)
        #expect(deployed.layers.map(\.path) == ["conv1", "act1", "conv2", "scores"])
        #expect(deployed.parameters == 112 + 148 + 650)
        #expect(deployed.multiplyAdds == 108 * 36 + 144 * 16 + 640)
        let trained = Summary(network, phase: .training)
        #expect(trained.layers.map(\.auxiliary) == [nil, nil, "head1", "head1", nil, "head2", nil])
        #expect(trained.parameters == deployed.parameters + 170 + 1450)
        #expect(trained.multiplyAdds == deployed.multiplyAdds + 160 + 1440)
    }

    @Test("losses that the spec has are kept, and added ones get paths that nothing has")
    func ownLosses() throws {
        let network = try PlanningTests.network(
            """
            - relu
            - auxiliary:
                name: loss
                weight: 0.5
                network: [{linear: {name: loss, outputs: 2}}]
            - auxiliary:
                name: own
                weight: 2
                network: [{linear: {name: fc, outputs: 2}}, {softmax-cross-entropy: {label-smoothing: 0.1}}]
            - linear: {name: scores, outputs: 2}
            """)
        #expect(network.losses.map(\.auxiliary) == [1])
        let training = try network.adding(loss: SoftmaxCrossEntropy())
        #expect(
            training.losses.map { training.nodes[$0.node].path } == [
                "loss_2", "loss/loss_2", "own/softmax-cross-entropy",
            ])
        #expect(training.losses.map(\.weight) == [1, 0.5, 2])
        #expect(training.auxiliaries.map(\.output) == [training.value(at: "loss/loss"), training.value(at: "own/fc")])
    }
}
