import Fixtures
import Foundation
import Layers
import Networks
import Recipes
import SpecCompiler
import Tensors
import Testing

/// The specs of `Specs` against counts of the same networks in PyTorch: `Tests/Family`. What they compute is held to it by
/// `FamilyStepTests`.
struct FamilyTests {
    @Test(arguments: try FamilyFixture.load()) func costsWhatPyTorchCounts(_ wanted: FamilyFixture.Network) throws {
        let experiment = try experiment(at: "\(Specs.folder)/\(wanted.spec)")
        let summary = Summary(experiment.network)
        #expect(experiment.network.inputShape.lengths == Array(wanted.input.dropFirst()))
        #expect(summary.parameters == wanted.parameters)
        #expect(summary.buffers == wanted.buffers)
        #expect(summary.multiplyAdds == wanted.multiplyAdds)
        #expect(Summary(experiment.network, phase: .training).parameters == wanted.trainingParameters)
    }

    /// So that `validate` checks them, wherever the spec is copied to.
    @Test(arguments: try FamilyFixture.load()) func assertsItsTotals(_ wanted: FamilyFixture.Network) throws {
        let text = try experiment(at: "\(Specs.folder)/\(wanted.spec)").resolvedText
        let asserted = try #require(text.components(separatedBy: "\nassert:").last)
        #expect(asserted.contains("parameters: \(wanted.parameters)"))
        #expect(asserted.contains("multiply-adds: \(wanted.multiplyAdds)"))
    }

    /// `lenet-mnist` and `quickstart` are counted by hand; the others have the network of another spec.
    @Test func everySpecIsHeldToPyTorch() throws {
        let others = ["googlenet-bn.yaml", "googlenet-quick.yaml", "lenet-mnist.yaml", "quickstart.yaml"]
        let specs = try Specs.paths().map { String($0.dropFirst(Specs.folder.count + 1)) }
        #expect(try specs == (others + FamilyFixture.load().map(\.spec)).sorted())
    }

    /// Published: Caffe's prototxt, torchvision's documentation, the papers.
    @Test(arguments: [
        ("googlenet", 6_998_552), ("googlenet-torchvision", 6_624_904), ("googlenet-cifar10", 6_166_250),
        ("nin/nin-cifar10", 966_986), ("alexnet/alexnet", 60_965_224), ("alexnet/alexnet-torchvision", 61_100_840),
        ("lenet/lenet-caffe", 431_080), ("resnet/resnet18-cifar10", 11_173_962), ("resnet/resnet50", 25_557_032),
        ("densenet/densenet121", 7_978_856), ("inception/inception-v3", 23_834_568),
        ("mobilenet/mobilenet-v2", 3_504_872), ("efficientnet/efficientnet-b0", 5_288_548),
    ]) func hasThePublishedParameters(spec: String, count: Int) throws {
        #expect(Summary(try experiment(at: "\(Specs.folder)/\(spec).yaml").network).parameters == count)
    }

    /// models/bvlc_googlenet/solver.prototxt and quick_solver.prototxt; lr_mult and decay_mult of train_val.prototxt.
    @Test(arguments: ["googlenet", "googlenet-quick"]) func googLeNetIsTrainedByCaffesSolvers(spec: String) throws {
        let training = try experiment(at: "\(Specs.folder)/\(spec).yaml").requireTraining()
        let optimizer = try #require(training.optimizer as? SGD)
        #expect((optimizer.rate, optimizer.momentum, optimizer.weightDecay) == (0.01, 0.9, 2e-4))
        #expect(optimizer.form == .caffe)
        let bias = training.treatment(of: "inception_3a/1x1/conv.bias", .bias)
        #expect((bias.rateFactor, bias.decayFactor) == (2, 0))
        let weight = training.treatment(of: "inception_3a/1x1/conv.weight", .weight)
        #expect((weight.rateFactor, weight.decayFactor) == (1, 1))
        let isQuick = spec == "googlenet-quick"
        #expect((training.epochs, training.batch) == (isQuick ? 60 : 250, 32))
    }
}
