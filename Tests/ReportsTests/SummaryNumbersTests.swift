import Layers
import Networks
import Planning
import Reports
import SpecSyntax
import Testing

/// Costs against what PyTorch 2.13, ptflops 0.7.5 and fvcore 0.1.5 count on the same networks: the output of
/// `Tests/Fixtures/costs.py`.
struct SummaryNumbersTests {
    struct Counted: Sendable {
        let spec: String
        let batch: Int
        /// Bytes of the float32 tensors that PyTorch's autograd keeps for the backward pass.
        let kept: Int
        /// ptflops: one for each output with a bias, two for each number of a batch norm, one for each of a ReLU. fvcore
        /// counts batch norm alike.
        let biases: Int
        let batchNorm: Int
        let activations: Int
        /// torchinfo's multiply-adds: those of netspec, the biases, and each parameter of batch norm once.
        let torchinfo: Int
        /// Numbers that batch norms learn: a scale and a shift for each filter.
        let batchNormParameters: Int
        /// The layer before pooling or flattening ends the picture, and its field by the extent of the gradient.
        let field: (path: String, size: Int)
    }

    static let counted = [
        Counted(
            spec: "quickstart", batch: 64, kept: 51_699_008, biases: 74_762, batchNorm: 149_504, activations: 74_752,
            torchinfo: 8_925_274, batchNormParameters: 2 * 616, field: ("inception_c", 49)),
        Counted(
            spec: "googlenet-cifar10", batch: 4, kept: 128_939_936, biases: 2_554_890, batchNorm: 5_109_760,
            activations: 2_554_880, torchinfo: 1_524_326_858, batchNormParameters: 2 * 7_904,
            field: ("inception_5b", 89)),
        Counted(
            spec: "lenet-mnist", batch: 64, kept: 5_041_664, biases: 15_230, batchNorm: 0, activations: 500,
            torchinfo: 2_308_230, batchNormParameters: 0, field: ("pool2", 16)),
    ]

    private func report(_ counted: Counted, _ groups: Set<OperationGroup> = [], phase: Phase = .evaluation) throws
        -> SummaryReport
    {
        try SummaryReport(
            experiment(at: "\(Specs.folder)/\(counted.spec).yaml"),
            SummaryReport.Options(phase: phase, batch: counted.batch, groups: groups))
    }

    @Test(arguments: counted) func keepsWhatPyTorchKeeps(_ counted: Counted) throws {
        #expect(try report(counted, phase: .training).memory.activations == counted.kept)
    }

    @Test(arguments: counted) func operationsAreThoseOfPtflops(_ counted: Counted) throws {
        for (group, count) in [
            (OperationGroup.biases, counted.biases), (.batchNorm, counted.batchNorm),
            (.activations, counted.activations),
        ] { #expect(try report(counted, [group]).summary.total.extraOperations == count, "\(group)") }
    }

    @Test(arguments: counted) func multiplyAddsAreThoseOfTorchinfo(_ counted: Counted) throws {
        let total = try report(counted, [.biases]).summary.total
        #expect(total.multiplyAdds + total.extraOperations + counted.batchNormParameters == counted.torchinfo)
    }

    @Test(arguments: counted) func fieldIsTheExtentOfTheGradient(_ counted: Counted) throws {
        let row = try #require(report(counted).rows.first { $0.path == counted.field.path })
        #expect(row.receptiveField.size.height == counted.field.size)
        #expect(row.receptiveField.size.width == counted.field.size)
    }

    /// 9 for each output of a 3×3 max pool, of which GoogLeNet has 1,392,640 (in the modules the numbers that arrive,
    /// then pool3 and pool4), and one for each of the 1024·8·8 numbers under the mean.
    @Test func poolingCountsEveryNumberUnderAWindow() throws {
        let modules = (192 + 256) * 32 * 32 + (480 + 3 * 512 + 528) * 16 * 16 + 2 * 832 * 8 * 8
        let pools = modules + 480 * 16 * 16 + 832 * 8 * 8
        #expect(
            try report(Self.counted[1], [.pooling]).summary.total.extraOperations == 9 * pools + 1024 * 8 * 8)
    }

    @Test func trainingNeedsGradientsAndTheOptimisersState() throws {
        let memory = try report(Self.counted[1], phase: .training).memory
        #expect(memory.weights == 4 * 6_166_250)
        #expect(memory.gradients == 4 * 6_166_250)
        #expect(memory.optimizerState == 4 * 6_166_250)
        #expect(memory.buffers == 4 * 15_808)
        #expect(
            memory.total == 3 * memory.weights + memory.buffers + memory.activations + memory.activationGradients)
    }

    @Test func withoutMomentumNothingIsRemembered() throws {
        let experiment = try experiment(
            at: "\(Specs.folder)/lenet-mnist.yaml", set: ["train.optimizer.sgd.momentum=0"])
        #expect(try SummaryReport(experiment, .init(phase: .training)).memory.optimizerState == 0)
    }

    @Test func batchIsThatOfTheSpecInTrainingAndOneInEvaluation() throws {
        let experiment = try experiment(at: "\(Specs.folder)/lenet-mnist.yaml")
        #expect(try SummaryReport(experiment, .init(phase: .training)).memory.batch == 64)
        #expect(try SummaryReport(experiment, .init()).memory.batch == 1)
        #expect(try SummaryReport(experiment, .init(phase: .training, batch: 3)).memory.batch == 3)
    }
}
