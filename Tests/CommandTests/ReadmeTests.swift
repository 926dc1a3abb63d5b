import Foundation
import TestSupport
import Testing

/// The spec, the diagnostic and the counts that the README shows are the program's own.
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

    /// The specs assert their counts themselves, from numbers that were derived elsewhere.
    @Test func tableHasTheCountsOfEverySpec() throws {
        let specs = Self.root.appendingPathComponent("Specs").path
        let names = try FileManager.default.subpathsOfDirectory(atPath: specs)
            .filter { $0.hasSuffix(".yaml") && !$0.contains("modules/") }
        let rows = try readme.matches(
            of: /\| `([a-z0-9-\/]+\.yaml)`[^|]*\|[^|]*\| ([0-9,]+) \| ([0-9,]+) \|/)
        #expect(rows.map { String($0.1) }.sorted() == names.sorted())
        let folder = try TemporaryFolder()
        for row in rows {
            let outcome = try Program.netspec.run(["summary", "\(specs)/\(row.1)", "--format", "json"], in: folder)
            let summary = try JSONDecoder().decode(Summary.self, from: Data(outcome.output.utf8))
            #expect(summary.totals.parameters == Int(row.2.filter { $0 != "," }), "\(row.1)")
            #expect(summary.totals.multiplyAdds == Int(row.3.filter { $0 != "," }), "\(row.1)")
        }
    }

    private struct Summary: Decodable {
        struct Totals: Decodable {
            let parameters: Int
            let multiplyAdds: Int
        }

        let totals: Totals
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
