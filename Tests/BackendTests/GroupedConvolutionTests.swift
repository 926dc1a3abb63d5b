import Execution
import Foundation
import Layers
import Networks
import OneDNNBackend
import Planning
import Tensors
import Testing
import ThisMachine

/// Convolutions in groups of few channels, as in ResNeXt, for which the library likes blocks of 4 channels, or has nothing but
/// general matrix products.
@Suite(.serialized) struct GroupedConvolutionTests {
    private static let steps = """
        [{convolution: {name: a, filters: 128, kernel: 1}}, {batch-norm: {}}, {relu: {}}, \
        {convolution: {name: b, filters: 128, kernel: 3, pad: 1, groups: 32}}, {batch-norm: {}}, {relu: {name: c}}, \
        {max-pool: {kernel: 3, stride: 1, pad: 1}}, {convolution: {name: d, filters: 128, kernel: 1}}, {batch-norm: {}}, \
        {add: {from: [c, d]}}, {relu: {}}, {average-pool: {kernel: 2}}, {linear: {outputs: 4}}]
        """

    private let network: Network

    init() throws {
        network = try GraphNetwork.network(of: Self.steps).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
    }

    @Test(arguments: [Phase.training, .evaluation]) func agreesWithTheReference(_ phase: Phase) throws {
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        for passes in [PlanPass.all, []] {
            let found = try GraphNetwork.results(network, OneDNNBackend(threads: 2), phase, passes: passes)
            expectAgreement(found, expected, within: 2e-5, "\(passes.count) passes")
        }
    }

    @Test(.needsBFloat16, arguments: [Phase.training, .evaluation])
    func agreesInBFloat16AsFarAsRoundingGoes(_ phase: Phase) throws {
        let backend = try OneDNNBackend(threads: 2, precision: .bfloat16)
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        let found = try GraphNetwork.results(network, backend, phase)
        for (name, reference) in expected where !(name.contains(".") && phase == .training) {
            #expect(relativeError(found[name] ?? [], reference) <= 0.06, "\(name)")
        }
        // Gradients feel every ReLU whose sign a rounding has turned.
        expectAgreement(found, expected, within: 0.3, "bfloat16")
    }

    @Test(arguments: [Phase.training, .evaluation]) func nothingRunsByTheLibrarysReference(_ phase: Phase) throws {
        try expectNoReference(OneDNNBackend(threads: 2), phase)
    }

    @Test(.needsBFloat16, arguments: [Phase.training, .evaluation])
    func nothingRunsByTheLibrarysReferenceInBFloat16(_ phase: Phase) throws {
        try expectNoReference(OneDNNBackend(threads: 2, precision: .bfloat16), phase)
    }

    private func expectNoReference(_ backend: OneDNNBackend, _ phase: Phase) throws {
        for passes in [PlanPass.all, []] {
            let plan = ExecutionPlan(network, phase: phase, batch: 5, passes: passes)
            let profile = try backend.outline(plan, parameters: ParameterStore(network)).profile
            let slow = profile.filter { $0.implementation.contains("ref:") }
            #expect(slow.isEmpty, "\(slow.map { "\($0.name) by \($0.implementation)" })")
        }
    }

    /// Where the library likes blocks of 4 at all.
    @Test func blocksOfFourAreTakenByTheOwnKernels() throws {
        let plan = ExecutionPlan(network, phase: .training, batch: 5)
        let profile = try OneDNNBackend(threads: 2).outline(plan, parameters: ParameterStore(network)).profile
        let isLiked = profile.contains { $0.name.hasPrefix("convolution forward") && $0.layouts.hasSuffix("aBcd4b") }
        let readers = profile.filter { operation in
            let names = ["batch normalisation", "ReLU", "pooling"]
            return operation.layouts.hasPrefix("aBcd4b") && names.contains { operation.name.hasPrefix($0) }
        }
        // Batch norm and pooling, forward and backward.
        #expect(readers.count >= (isLiked ? 4 : 0))
        for reader in readers {
            #expect(reader.implementation == "netspec", "\(reader.name) by \(reader.implementation)")
        }
    }

    /// Whatever was faster here: a memory that says otherwise is heeded, for one product and for all.
    @Test(arguments: Self.narrow, [Phase.training, .evaluation])
    func agreesInWiderGroups(_ layer: String, _ phase: Phase) throws {
        try expectAgreementInWiderGroups(layer, phase, .float32, within: (2e-5, 2e-5))
    }

    @Test(.needsBFloat16, arguments: Self.narrow, [Phase.training, .evaluation])
    func agreesInWiderGroupsInBFloat16(_ layer: String, _ phase: Phase) throws {
        try expectAgreementInWiderGroups(layer, phase, .bfloat16, within: (0.06, 0.3))
    }

    /// Groups of 4 and 2 channels, and of 4 with twice as many filters at stride 2.
    private static let narrow = [
        "{filters: 32, kernel: 3, pad: 1, groups: 8}", "{filters: 32, kernel: 1, groups: 16, bias: false}",
        "{filters: 64, kernel: 5, stride: 2, pad: 2, groups: 8}",
    ]

    private func expectAgreementInWiderGroups(
        _ layer: String, _ phase: Phase, _ precision: Precision, within bounds: (results: Double, gradients: Double)
    ) throws {
        let network = try GraphNetwork.network(
            of: """
                [{convolution: {name: a, filters: 32, kernel: 3, pad: 1}}, {batch-norm: {}}, {relu: {}}, \
                {convolution: \(layer)}, {batch-norm: {}}, {relu: {}}, {linear: {outputs: 4}}]
                """
        ).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("convolutions.tsv").path
        func check(_ what: String) throws {
            let backend = try OneDNNBackend(threads: 2, precision: precision, tuning: TuningMemory(path: path))
            let found = try GraphNetwork.results(network, backend, phase)
            let gradients = expected.filter { $0.key.contains(".") && phase == .training }
            expectAgreement(found, gradients, within: bounds.gradients, what)
            expectAgreement(found, expected.filter { gradients[$0.key] == nil }, within: bounds.results, what)
        }
        try check("as tried")
        let tried = try String(contentsOfFile: path, encoding: .utf8)
        let wider = "direct in wider groups"
        try #require(tried.contains(wider))
        for products in [["forward", "backward"], ["forward"], ["backward data"], ["backward weights"], []] {
            let lines = tried.split(separator: "\n").map { line -> String in
                guard line.contains(wider) else { return "\(line)\n" }
                let isWide = products.contains { line.hasPrefix($0) }
                let order = isWide ? [wider, "direct"] : ["direct", wider]
                return "\(line.prefix { $0 != "\t" })\t\(order[0])\t1\t\(order[1])\t2\n"
            }
            try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
            try check("\(products) in wider groups")
        }
    }
}
