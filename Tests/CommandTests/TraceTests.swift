import Foundation
import TestSupport
import Testing

/// How a mistake deep in a library was reached: uses of modules, iterations of a `repeat`, includes; in every format.
struct TraceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            netspec: 1
            include: [parts/tower.yaml]
            input: {channels: 3, height: 32, width: 32}
            network:
              - tower: {name: east, floors: 3}
            """, to: "spec.yaml")
        try folder.write(
            """
            include: [storey.yaml]
            modules:
              tower:
                parameters: {floors: integer}
                network:
                  - repeat: {name: floor, times: "${floors}", network: [storey]}
            """, to: "parts/tower.yaml")
        // 32 → 28 → 14 → 10 → 5 → 1, on which no window of 2 fits.
        try folder.write(
            """
            modules:
              storey:
                network:
                  - convolution: {name: walls, filters: 8, kernel: 5}
                  - max-pool: {kernel: 2}
            """, to: "parts/storey.yaml")
        try folder.write(
            "netspec: 1\nextends: spec.yaml\nchanges: {network.east.floors: 4}", to: "extension.yaml")
    }

    /// The notes that have a place, in their order.
    private static let trace = [
        "`east/floor_3/storey/walls` gives [8, 1, 1] @ parts/storey.yaml:4",
        "in `east/floor_3/storey`, a use of `storey` @ parts/tower.yaml:6",
        "in `east/floor_3`, iteration 3 of 3 @ parts/tower.yaml:6",
        "in `east`, a use of `tower` @ spec.yaml:5",
        "`storey.yaml` is included here @ parts/tower.yaml:1",
        "`parts/tower.yaml` is included here @ spec.yaml:2",
    ]

    @Test func inText() throws {
        let outcome = try Program.netspec.run(["validate", "spec.yaml"], in: folder)
        #expect(outcome.status == 1)
        #expect(
            outcome.messages.contains(
                """
                  = note: `storey.yaml` is included here
                  --> parts/tower.yaml:1:11
                      |
                    1 | include: [storey.yaml]
                      |           ^^^^^^^^^^^
                  = note: `parts/tower.yaml` is included here
                  --> spec.yaml:2:11
                """), "\(outcome.messages)")
    }

    @Test func inJSON() throws {
        let outcome = try Program.netspec.run(["validate", "spec.yaml", "--format", "json"], in: folder)
        let diagnostics = try #require(try outcome.object()["diagnostics"] as? [[String: Any]])
        #expect(diagnostics.count == 1)
        let notes = try #require(diagnostics.first?["notes"] as? [[String: Any]])
        let found = notes.compactMap { note -> String? in
            guard let message = note["message"], let file = note["file"], let line = note["line"] else { return nil }
            return "\(message) @ \(file):\(line)"
        }
        #expect(found == Self.trace)
    }

    @Test func inSARIF() throws {
        let outcome = try Program.netspec.run(["validate", "spec.yaml", "--format", "sarif"], in: folder)
        let log = try outcome.object()
        let results = try #require((log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]])
        let related = try #require(results.first?["relatedLocations"] as? [[String: Any]])
        let found = related.compactMap { location -> String? in
            guard let text = (location["message"] as? [String: Any])?["text"],
                let place = location["physicalLocation"] as? [String: Any],
                let file = (place["artifactLocation"] as? [String: Any])?["uri"],
                let line = (place["region"] as? [String: Any])?["startLine"]
            else { return nil }
            return "\(text) @ \(file):\(line)"
        }
        #expect(found == Self.trace)
    }

    /// The mistake is in the base, and an extension is what is checked.
    @Test func throughABase() throws {
        let outcome = try Program.netspec.run(["validate", "extension.yaml", "--format", "json"], in: folder)
        let diagnostics = try #require(try outcome.object()["diagnostics"] as? [[String: Any]])
        let last = try #require((diagnostics.first?["notes"] as? [[String: Any]])?.last)
        #expect(last["message"] as? String == "`spec.yaml` is extended here")
        #expect(last["file"] as? String == "extension.yaml")
        #expect(last["line"] as? Int == 2)
    }
}
