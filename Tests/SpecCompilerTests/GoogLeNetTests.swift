import Networks
import SpecCompiler
import Tensors
import Testing

/// `Specs/googlenet-cifar10.yaml` against the paper's table and arithmetic by hand.
struct GoogLeNetTests {
    /// A row of the paper's table 1, for the pictures of CIFAR-10: what arrives, the filters, what leaves.
    struct Module: Sendable {
        let path: String
        let arriving: Int
        let filters: [Int]
        let output: [Int]

        init(_ path: String, _ arriving: Int, _ filters: [Int], _ output: [Int]) {
            (self.path, self.arriving, self.filters, self.output) = (path, arriving, filters, output)
        }

        /// Kernel side, input and output channels of its seven convolutions.
        var convolutions: [(kernel: Int, input: Int, output: Int)] {
            [
                (1, arriving, filters[0]), (1, arriving, filters[1]), (3, filters[1], filters[2]),
                (1, arriving, filters[3]), (3, filters[3], filters[4]), (3, filters[4], filters[4]),
                (1, arriving, filters[5]),
            ]
        }

        /// Weights, and for each filter a bias, a scale and a shift.
        var parameters: Int {
            convolutions.reduce(0) { $0 + $1.kernel * $1.kernel * $1.input * $1.output + 3 * $1.output }
        }

        var multiplyAdds: Int {
            let pixels = output[1] * output[2]
            return convolutions.reduce(0) { $0 + $1.kernel * $1.kernel * $1.input * $1.output * pixels }
        }
    }

    static let modules = [
        Module("inception_3a", 192, [64, 96, 128, 16, 32, 32], [256, 32, 32]),
        Module("inception_3b", 256, [128, 128, 192, 32, 96, 64], [480, 32, 32]),
        Module("inception_4a", 480, [192, 96, 208, 16, 48, 64], [512, 16, 16]),
        Module("inception_4b", 512, [160, 112, 224, 24, 64, 64], [512, 16, 16]),
        Module("inception_4c", 512, [128, 128, 256, 24, 64, 64], [512, 16, 16]),
        Module("inception_4d", 512, [112, 144, 288, 32, 64, 64], [528, 16, 16]),
        Module("inception_4e", 528, [256, 160, 320, 32, 128, 128], [832, 16, 16]),
        Module("inception_5a", 832, [256, 160, 320, 32, 128, 128], [832, 8, 8]),
        Module("inception_5b", 832, [384, 192, 384, 48, 128, 128], [1024, 8, 8]),
    ]

    private let network: Network

    init() throws {
        network = try experiment(at: "\(Specs.folder)/googlenet-cifar10.yaml").network
    }

    @Test func hasThePublishedTotals() {
        let summary = Summary(network)
        #expect(summary.parameters == 6_166_250)
        #expect(summary.multiplyAdds == 1_521_756_160)
        #expect(summary.flops == 3_043_512_320)
    }

    /// All poolings halve 24 as they halve 32, so convolutions take 9/16; the classifier's 1024 · 10 stay.
    @Test func smallerPicturesTakeTheirArea() throws {
        let small = Summary(try network.onPictures(of: [3, 24, 24]))
        #expect(small.parameters == 6_166_250)
        #expect(small.multiplyAdds == (1_521_756_160 - 10_240) / 16 * 9 + 10_240)
    }

    @Test(arguments: modules) func moduleFollowsFromItsRow(_ module: Module) throws {
        #expect(try network.lengths(at: module.path) == module.output)
        #expect(try network.parameterCount(at: module.path) == module.parameters)
        let found = try #require(network.modules.first { $0.path == module.path })
        #expect(network.nodes[found.nodes].reduce(0) { $0 + $1.multiplyAdds } == module.multiplyAdds)
    }

    @Test func stemPoolsAndClassifier() throws {
        #expect(try network.lengths(at: "stem") == [192, 32, 32])
        #expect(try network.parameterCount(at: "stem") == 9 * 3 * 192 + 3 * 192)
        #expect(try network.lengths(at: "pool3") == [480, 16, 16])
        #expect(try network.lengths(at: "pool4") == [832, 8, 8])
        #expect(try network.lengths(at: "pool5") == [1024, 1, 1])
        #expect(try network.parameterCount(at: "classifier") == 1024 * 10 + 10)
    }

    @Test func rowsAddUpToTheTotals() {
        let stem = (parameters: 9 * 3 * 192 + 3 * 192, multiplyAdds: 9 * 3 * 192 * 32 * 32)
        let parameters = Self.modules.reduce(stem.parameters + 10_250) { $0 + $1.parameters }
        let multiplyAdds = Self.modules.reduce(stem.multiplyAdds + 10_240) { $0 + $1.multiplyAdds }
        #expect(parameters == 6_166_250)
        #expect(multiplyAdds == 1_521_756_160)
    }

    /// A mean and a variance for each filter in front of a batch norm; 7,904 is also the number of their biases.
    @Test func buffersAreTheRunningStatistics() {
        let filters = Self.modules.reduce(192) { $0 + $1.convolutions.reduce(0) { $0 + $1.output } }
        #expect(filters == 7_904)
        #expect(Summary(network).buffers == 2 * filters)
    }

    @Test func pathsNameWhatTheModulesHold() throws {
        #expect(
            network.nodes[try #require(network.modules.first { $0.path == "inception_3a" }).nodes].map(\.path)
                .filter { $0.hasSuffix("/conv") } == [
                    "inception_3a/1x1/conv", "inception_3a/3x3_reduce/conv", "inception_3a/3x3/conv",
                    "inception_3a/5x5_reduce/conv", "inception_3a/5x5_a/conv", "inception_3a/5x5/conv",
                    "inception_3a/pool-proj/conv",
                ])
    }
}
