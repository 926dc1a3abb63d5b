import Foundation
import SpecCompiler
import Testing

/// `Specs/netspec.schema.json` is what editors get for the specs beside it. That it holds what the program holds is
/// shown by `Tests/SchemaTests`.
struct EditorSchemaTests {
    private static let specs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Specs")

    /// Every spec and library that comes with the program.
    private static func shipped() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: specs.path).filter { $0.hasSuffix(".yaml") }
            .map { (depth: $0.count { $0 == "/" }, path: $0) }.sorted { $0 < $1 }.map { "\(specs.path)/\($0.path)" }
    }

    @Test func shippedSchemaIsWhatTheProgramMakes() throws {
        let file = Self.specs.appendingPathComponent("netspec.schema.json")
        let wanted = try EditorSchema.make(for: try Self.shipped()).text()
        if ProcessInfo.processInfo.environment["NETSPEC_REWRITE"] == "1" {
            try wanted.write(to: file, atomically: true, encoding: .utf8)
        } else {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(
                text == wanted, "NETSPEC_REWRITE=1 swift test -c release --filter EditorSchemaTests writes it anew")
        }
    }

    @Test func everyShippedSpecNamesIt() throws {
        for path in try Self.shipped() {
            let first = try String(contentsOfFile: path, encoding: .utf8).prefix { $0 != "\n" }
            let way = String(repeating: "../", count: path.dropFirst(Self.specs.path.count + 1).count { $0 == "/" })
            #expect(first == "# yaml-language-server: $schema=\(way)netspec.schema.json", "\(path)")
        }
    }

    @Test func fieldsHaveHelpDefaultsAndRanges() throws {
        let convolution = try #require(try uses(of: [])["convolution"] as? [String: Any])
        #expect(convolution["required"] as? [String] == ["filters", "kernel"])
        #expect(convolution["additionalProperties"] as? Bool == false)
        let fields = try #require(convolution["properties"] as? [String: [String: Any]])
        let filters = try #require(fields["filters"])
        #expect(filters["description"] as? String == "number of filters: channels of the output")
        #expect(filters["minimum"] as? Int == 1)
        #expect(fields["stride"]?["default"] as? Int == 1)
        #expect(fields["bias"]?["default"] as? Bool == true)
        #expect(fields["weight-init"]?["default"] as? String == "uniform-fan-in")
    }

    @Test func modulesHaveTheirParameters() throws {
        let library = Self.specs.path + "/modules/inception-bn.yaml"
        let inception = try #require(try uses(of: [library])["inception"] as? [String: Any])
        #expect(
            inception["required"] as? [String] == [
                "in_planes", "1x1", "3x3-reduce", "3x3", "5x5-reduce", "5x5", "pool-proj",
            ])
        let unit = try #require(try uses(of: [library])["conv-bn-relu"] as? [String: Any])
        #expect(unit["required"] as? [String] == ["filters", "kernel"])
        let fields = try #require(unit["properties"] as? [String: [String: Any]])
        #expect(fields["pad"]?["default"] as? String == "half")
    }

    /// The mapping that a step is, by its one key, in the schema of some specs.
    private func uses(of specs: [String]) throws -> [String: Any] {
        let text = try EditorSchema.make(for: specs).text()
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let forms = try #require(definitions["step"]?["anyOf"] as? [[String: Any]])
        return try #require(forms.last?["properties"] as? [String: Any])
    }
}
