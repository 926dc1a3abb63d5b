import Foundation
import TestSupport
import Testing

/// The spec and the diagnostic that the README shows are the program's own.
struct ReadmeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private var readme: String {
        get throws { try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8) }
    }

    /// A folder with the shipped libraries in `nets/modules`.
    private func withLibraries() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for library in ["inception-bn.yaml", "conv-bn-relu.yaml"] {
            let text = try String(
                contentsOf: Self.root.appendingPathComponent("Specs/modules/\(library)"), encoding: .utf8)
            try folder.write(text, to: "nets/modules/\(library)")
        }
        return folder
    }

    /// Short of the layers that `# …` stands for, nothing is to be said of it.
    @Test func openingSpecIsFree() throws {
        let blocks = try readme.components(separatedBy: "```yaml\n").dropFirst()
        let shown = try #require(blocks.first?.components(separatedBy: "```").first)
        let folder = try withLibraries()
        try folder.write(shown, to: "nets/shown.yaml")
        let outcome = try Program.netspec.run(["validate", "nets/shown.yaml", "--strict"], in: folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
    }

    @Test func shownDiagnosticIsReal() throws {
        let blocks = try readme.components(separatedBy: "```\n")
        let shown = try #require(blocks.first { $0.hasPrefix("error[") }, "the README shows a diagnostic")
        let folder = try withLibraries()
        try folder.write(
            """
            netspec: 1
            include: [modules/inception-bn.yaml]
            input: {channels: 3, height: 32, width: 32}

            network:
              - conv-bn-relu: {name: stem, filters: 192, kernel: 3}
              - inception: {name: inception_3a, in_planes: 192, 1x1: 64, 3x3-reduce: 96, 3x3: 128, 5x5-reduce: 16, 5x5: 32, pool-proj: 32}
              - inception: {name: inception_3b, in_planes: 192, 1x1: 128, 3x3-reduce: 128, 3x3: 192, 5x5-reduce: 32, 5x5: 96, pool-proj: 64}
            """, to: "nets/mine.yaml")
        let outcome = try Program.netspec.run(["validate", "nets/mine.yaml"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.messages == shown)
    }
}
