import Layers
import Networks
import SpecCompiler
import Testing

/// `Specs/googlenet.yaml` and `Specs/googlenet-torchvision.yaml` against published counts.
struct ImageNetGoogLeNetTests {
    /// A part of Caffe's GoogLeNet: what it holds, and the counts of `models/bvlc_googlenet/train_val.prototxt`.
    struct Part: Sendable {
        let paths: [String]
        let output: [Int]
        let parameters: Int
        let multiplyAdds: Int

        init(_ paths: String..., gives output: [Int], _ parameters: Int, _ multiplyAdds: Int) {
            (self.paths, self.output) = (paths, output)
            (self.parameters, self.multiplyAdds) = (parameters, multiplyAdds)
        }
    }

    static let trunk = [
        Part("conv1", gives: [64, 112, 112], 9_472, 118_013_952),
        Part("conv2_reduce", "conv2", gives: [192, 56, 56], 114_944, 359_661_568),
        Part("inception_3a", gives: [256, 28, 28], 163_696, 128_049_152),
        Part("inception_3b", gives: [480, 28, 28], 388_736, 304_267_264),
        Part("inception_4a", gives: [512, 14, 14], 376_176, 73_608_192),
        Part("inception_4b", gives: [512, 14, 14], 449_160, 87_908_352),
        Part("inception_4c", gives: [512, 14, 14], 510_104, 99_850_240),
        Part("inception_4d", gives: [528, 14, 14], 605_376, 118_515_712),
        Part("inception_4e", gives: [832, 14, 14], 868_352, 169_996_288),
        Part("inception_5a", gives: [832, 7, 7], 1_043_456, 51_079_168),
        Part("inception_5b", gives: [1024, 7, 7], 1_444_080, 70_697_984),
        Part("classifier", gives: [1000], 1_025_000, 1_024_000),
    ]

    static let heads = [
        Part("loss1", gives: [1000], 3_188_840, 4_169_728), Part("loss2", gives: [1000], 3_190_888, 4_202_496),
    ]

    private func network(_ name: String) throws -> Network {
        try experiment(at: "\(Specs.folder)/\(name).yaml").network
    }

    @Test(arguments: trunk + heads) func partHasThePublishedCounts(_ part: Part) throws {
        let network = try network("googlenet")
        #expect(try network.lengths(at: part.paths.last ?? "") == part.output)
        let rows = Summary(network, phase: .training).layers.filter { row in
            part.paths.contains { row.path == $0 || row.path.hasPrefix("\($0)/") }
        }
        #expect(rows.reduce(0) { $0 + $1.cost.parameters } == part.parameters)
        #expect(rows.reduce(0) { $0 + $1.cost.multiplyAdds } == part.multiplyAdds)
    }

    @Test func deployedItHasNoAuxiliaryClassifiers() throws {
        let summary = Summary(try network("googlenet"))
        #expect(summary.parameters == Self.trunk.reduce(0) { $0 + $1.parameters })
        #expect(summary.parameters == 6_998_552)
        #expect(summary.multiplyAdds == Self.trunk.reduce(0) { $0 + $1.multiplyAdds })
        #expect(summary.layers.allSatisfy { $0.auxiliary == nil })
    }

    @Test func inTrainingTheyCount() throws {
        let network = try network("googlenet")
        let summary = Summary(network, phase: .training)
        #expect(summary.parameters == 13_378_280)
        #expect(summary.multiplyAdds == 1_591_044_096)
        #expect(network.auxiliaries.map(\.path) == ["loss1", "loss2"])
        #expect(network.auxiliaries.map(\.weight) == [0.3, 0.3])
        #expect(
            network.auxiliaries.map(\.source) == [network.value(at: "inception_4a"), network.value(at: "inception_4d")])
        #expect(network.output == network.value(at: "classifier"))
    }

    @Test func weightsCanBeSetFromTheCommandLine() throws {
        let changed = try experiment(at: "\(Specs.folder)/googlenet.yaml", set: ["network.loss2.weight=0.5"]).network
        #expect(changed.auxiliaries.map(\.weight) == [0.3, 0.5])
    }

    /// 57 convolutions, and in training two more; the other kinds are those of the prototxt, ReLUs and poolings too.
    @Test func layersAreThoseOfThePrototxt() throws {
        let network = try network("googlenet")
        func counts(_ phase: Phase) -> [String: Int] {
            Summary(network, phase: phase).layers.reduce(into: [:]) { $0[$1.type, default: 0] += 1 }
        }
        #expect(
            counts(.evaluation) == [
                "convolution": 57, "relu": 57, "max-pool": 13, "average-pool": 1, "lrn": 2, "concat": 9, "dropout": 1,
                "linear": 1,
            ])
        #expect(
            counts(.training) == [
                "convolution": 59, "relu": 61, "max-pool": 13, "average-pool": 3, "lrn": 2, "concat": 9, "dropout": 3,
                "linear": 5,
            ])
    }

    /// `googlenet-bn` is its name of before.
    @Test(arguments: ["googlenet-torchvision", "googlenet-bn"]) func torchvisionsHasThePublishedTotals(
        name: String
    ) throws {
        let network = try network(name)
        #expect(Summary(network).parameters == 6_624_904)
        #expect(Summary(network).multiplyAdds == 1_498_376_192)
        #expect(Summary(network, phase: .training).parameters == 13_004_888)
    }
}
