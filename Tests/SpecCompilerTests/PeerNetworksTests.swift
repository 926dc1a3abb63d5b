import Foundation
import Networks
import SpecCompiler
import Testing

/// The specs of `Tests/Peers/Networks`, which are there to be measured, against published counts.
struct PeerNetworksTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let parameters: Int
        let multiplyAdds: Int
        let convolutions: Int
        let linear: Int

        init(_ name: String, _ parameters: Int, _ multiplyAdds: Int, convolutions: Int, linear: Int) {
            (self.name, self.parameters, self.multiplyAdds) = (name, parameters, multiplyAdds)
            (self.convolutions, self.linear) = (convolutions, linear)
        }

        var testDescription: String { name }
    }

    /// Parameters as torchvision documents them, and MobileNetV1's counted by hand, as are all multiply-adds.
    static let cases = [
        Case("mobilenet-v1", 4_231_976, 568_740_352, convolutions: 27, linear: 1),
        Case("resnet-50", 25_557_032, 4_089_184_256, convolutions: 53, linear: 1),
        Case("resnext-50", 25_028_904, 4_230_479_872, convolutions: 53, linear: 1),
        Case("vgg-16", 138_357_544, 15_470_264_320, convolutions: 13, linear: 3),
    ]

    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Peers/Networks").path

    @Test(arguments: cases) func hasThePublishedCounts(_ wanted: Case) throws {
        let result = try SpecCompiler.compile("\(Self.folder)/\(wanted.name).yaml")
        #expect(result.diagnostics.isEmpty)
        let experiment = try #require(result.experiment)
        #expect(experiment.training != nil)
        let summary = Summary(experiment.network)
        #expect(summary.parameters == wanted.parameters)
        #expect(summary.multiplyAdds == wanted.multiplyAdds)
        #expect(summary.layers.count { $0.type == "convolution" } == wanted.convolutions)
        #expect(summary.layers.count { $0.type == "linear" } == wanted.linear)
    }

    @Test func eachSpecIsACase() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".yaml") }
        #expect(files.sorted() == Self.cases.map { "\($0.name).yaml" })
    }
}
