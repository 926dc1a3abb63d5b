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
    @Test(arguments: PassNetworks.names, [Phase.training, .evaluation])
    func backendsAgree(_ name: String, _ phase: Phase) throws {
        let network = try PassNetworks.network(name)
        let expected = try results(network, ReferenceBackend(), phase, passes: [])
        let backend = try OneDNNBackend(threads: 2)
        for passes in [PlanPass.all, []] + PlanPass.all.map({ PlanPass.all(without: [$0.name]) }) {
            let found = try results(network, backend, phase, passes: passes)
            expectAgreement(found, expected, within: 2e-5, "\(passes.map(\.name))")
        }
        let ofPlan = try results(network, ReferenceBackend(), phase, passes: PlanPass.all)
        expectAgreement(ofPlan, expected, within: 1e-6, "the reference")
    }

    private func results(
        _ network: Network, _ backend: any Backend, _ phase: Phase, passes: [PlanPass]
    ) throws -> [String: [Float]] {
        try GraphNetwork.results(network, backend, phase, passes: passes, seed: 6)
    }
}
