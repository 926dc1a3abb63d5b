import Caffe
import Diagnostics
import Foundation
import Reports
import SpecCompiler
import SpecSyntax
import TestSupport
import Testing

@Suite("the specs of `Specs` in Caffe's notation")
struct SpecRoundTripTests {
    @Test(
        "every spec comes back as it went, from Caffe's notation and from YAML made of that",
        arguments: try Self.paths())
    func comesBack(_ path: String) throws {
        let before = try #require(try SpecCompiler.compile("\(Self.folder)/\(path)").experiment)
        let collector = DiagnosticCollector()
        let text = PrototxtConversion.text(of: before, into: collector)
        let refused = collector.diagnostics.filter { $0.severity == .error }
        if let reasons = Self.unwritable[path] {
            #expect(text == nil)
            let found = Set(refused.map { $0.message.drop { $0 != ":" }.dropFirst(2) }.map(String.init))
            #expect(found == reasons)
            #expect(refused.allSatisfy { $0.span?.text?.isEmpty == false && $0.help != nil })
            return
        }
        let written = try #require(text, "\(refused.map(described))")
        let files = ["back.prototxt": written]
        try expectSame(before, compiled(files, "back.prototxt"))
        try expectSame(before, compiled(yaml: yaml(files, "back.prototxt")))
    }

    @Test("what a spec is refused for is a spec that there is")
    func unwritableSpecs() throws {
        #expect(Set(Self.unwritable.keys).isSubset(of: try Self.paths()))
    }

    /// Specs of which Caffe cannot say all, with what it cannot say.
    private static let unwritable: [String: Set<String>] = [
        // 6×6 means of pictures of any size; 4×4 of 14×14, under windows of two sizes.
        "alexnet/alexnet-torchvision.yaml": ["Caffe has no layer like `adaptive-average-pool`"],
        "googlenet-bn.yaml": ["Caffe has no layer like `adaptive-average-pool`"],
        "googlenet-torchvision.yaml": ["Caffe has no layer like `adaptive-average-pool`"],
        // Stochastic depth.
        "efficientnet/efficientnet-b0.yaml": ["Caffe has no layer like `drop-path`"],
        // TensorFlow's SAME at a stride of 2, and its truncated normals.
        "inception-v1-slim.yaml": [
            "it has no filler like `truncated-normal`",
            "its padding must be the same on both sides, found 2 above and 3 below of a height of 224",
            "its padding must be the same on both sides, found 0 above and 1 below of a height of 112",
            "its padding must be the same on both sides, found 0 above and 1 below of a height of 56",
            "its padding must be the same on both sides, found 0 above and 1 below of a height of 28",
        ],
    ]

    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Specs"

    /// All specs, by their paths from `Specs`; libraries of modules are none.
    private static func paths() throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let specs = files.filter { $0.hasSuffix(".yaml") && !$0.split(separator: "/").contains("modules") }.sorted()
        return try #require(specs.count > 15 ? specs : nil)
    }
}
