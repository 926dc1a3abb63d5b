import Layers
import Networks
import Planning
import Testing

@Suite("fusion")
struct FusionTests {
    @Test(
        "batch normalisation and sums are fused with a ReLU that alone reads them",
        arguments: [
            ("- batch-norm\n- relu", ["batch-norm+relu(input)"]),
            ("- batch-norm\n- relu\n- relu", ["batch-norm+relu(input)", "relu_2(relu)"]),
            ("- relu\n- batch-norm", ["relu(input)", "batch-norm(relu)"]),
            ("- batch-norm\n- dropout\n- relu", ["batch-norm(input)", "dropout(batch-norm)", "relu(dropout)"]),
            (
                "- batch-norm\n- relu\n- add: {from: [batch-norm, relu]}",
                ["batch-norm(input)", "relu(batch-norm)", "add(batch-norm, relu)"]
            ),
            (
                "- batch-norm\n- add: {from: [batch-norm, batch-norm]}\n- relu",
                ["batch-norm(input)", "add+relu(batch-norm, batch-norm)"]
            ),
            (
                "- add: {from: [input, input]}\n- relu\n- relu\n- add: {from: [relu, relu_2, input]}",
                ["add+relu(input, input)", "relu_2(relu)", "add_2(relu, relu_2, input)"]
            ),
            (
                "- add: {from: [input, input]}\n- relu\n- add: {from: [add, relu]}",
                ["add(input, input)", "relu(add)", "add_2(add, relu)"]
            ),
            (
                "- batch-norm\n- relu\n- relu: {from: batch-norm}\n- add: {from: [relu, relu_2]}",
                ["batch-norm(input)", "relu(batch-norm)", "relu_2(batch-norm)", "add(relu, relu_2)"]
            ),
            // A reader that is itself left out does not count.
            ("- batch-norm\n- linear: {outputs: 2}\n- relu: {from: batch-norm}", ["batch-norm+relu(input)"]),
            // What lies between stands elsewhere in the order.
            (
                "- batch-norm\n- max-pool: {from: input, kernel: 1}\n- relu: {from: batch-norm}\n- add: {from: [relu, max-pool]}",
                ["batch-norm+relu(input)", "max-pool(input)", "add(relu, max-pool)"]
            ),
        ])
    func absorption(_ steps: String, _ expected: [String]) throws {
        let plan = ExecutionPlan(try network(steps), phase: .evaluation, batch: 1, passes: [.fuseReLU])
        #expect(plan.outline == expected)
        #expect(plan.defects == [])
    }

    @Test("a value that the network is asked for is kept")
    func output() throws {
        let whole = try network("- batch-norm\n- relu\n- linear: {outputs: 2}\n- softmax-cross-entropy")
        let plan = ExecutionPlan(whole.giving(0), phase: .training, batch: 1, passes: [.fuseReLU])
        #expect(plan.outline.prefix(2) == ["batch-norm(input)", "relu(batch-norm)"])
        #expect(plan.defects == [])
    }

    @Test("the fused operation has the parameters of the batch norm, and is fused with no second ReLU")
    func parameters() throws {
        let network = try network("- batch-norm\n- relu")
        let operation = try #require(ExecutionPlan(network, phase: .training, batch: 1).operations.first)
        #expect(operation.parameters.map(\.name.rawValue) == ["scale", "shift", "mean", "variance"])
        let layers = network.nodes.map(\.layer)
        let fused = try #require(layers[0].fused(with: layers[1]))
        #expect(fused.fused(with: layers[1]).map { _ in true } == nil)
        #expect(layers[1].fused(with: layers[1]).map { _ in true } == nil)
    }
}
