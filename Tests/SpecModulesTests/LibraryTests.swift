import Diagnostics
import Foundation
import SpecModules
import SpecSyntax
import Testing

@Suite("libraries")
struct LibraryTests {
    private static let relu = "modules: {act: {network: [relu]}}"

    @Test("a library's modules can be used, through other libraries too, from any folder")
    func included() throws {
        let expanded = try expand([
            "spec.yaml": "include: [lib/a.yaml]\nnetwork: [act, pair]",
            "lib/a.yaml": "netspec: 1\ninclude: [../b.yaml]\nmodules: {pair: {network: [act, act]}}",
            "b.yaml": Self.relu,
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(
            expanded.outline.map { $0.prefix(while: { $0 != ":" }) } == [
                "act/relu", "pair/act/relu", "pair/act_2/relu",
            ])
    }

    @Test("a file included twice, through a diamond or under two names, is read once")
    func diamond() throws {
        let expanded = try expand([
            "spec.yaml": "include: [a.yaml, b.yaml, ./c.yaml, c.yaml]\nnetwork: [act]",
            "a.yaml": "include: [c.yaml]", "b.yaml": "include: [./../\(folder.lastPathComponent)/c.yaml]",
            "c.yaml": Self.relu,
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(expanded.outline == ["act/relu: relu(input)"])
    }

    @Test("the spec's own modules stand beside a library's")
    func own() throws {
        let expanded = try expand([
            "spec.yaml": "include: [a.yaml]\nmodules: {own: {network: [act]}}\nnetwork: [own]", "a.yaml": Self.relu,
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(expanded.outline == ["own/act/relu: relu(input)"])
    }

    @Test(
        "mistakes",
        arguments: [
            (
                ["spec.yaml": "include: a.yaml"], "spec.yaml",
                "1:10 wrong-type `include` must be a list of files, found `a.yaml` | write `[a.yaml]`"
            ),
            (["spec.yaml": "include: [[a]]"], "spec.yaml", "1:10 wrong-type"),
            (["spec.yaml": "include: {a: b}"], "spec.yaml", "1:10 wrong-type found a mapping"),
            (
                ["spec.yaml": "include: [a.yaml, a.yaml]"], "spec.yaml",
                "1:11 include-missing No such file or directory | relative to the file"
            ),
            (["spec.yaml": "include: [.]"], "spec.yaml", "1:11 include-missing Is a directory"),
            (["spec.yaml": "include: ['']"], "spec.yaml", "1:11 include-missing"),
            (
                ["spec.yaml": "include: [spec.yaml]"], "spec.yaml",
                "1:11 include-cycle a file must not include itself, and `spec.yaml`"
            ),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "include: [b.yaml]", "b.yaml": "include: [./a.yaml]"],
                "b.yaml", "1:11 include-cycle `./a.yaml`"
            ),
            (["spec.yaml": "include: [a.yaml]", "a.yaml": "include: [spec.yaml]"], "a.yaml", "1:11 include-cycle"),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "- relu"], "a.yaml",
                "1:1 wrong-type a library must be a mapping with `modules`, found a list"
            ),
            (["spec.yaml": "include: [a.yaml]", "a.yaml": ""], "a.yaml", "1:1 empty-document"),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "modules: {a: ${b}}"], "a.yaml",
                "1:14 yaml-syntax must stand in quotes"
            ),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "moduls: {}"], "a.yaml",
                "1:1 unknown-key a library has no field `moduls` | write `modules`"
            ),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "network: []"], "a.yaml",
                "1:1 unknown-key | its fields are `netspec`, `include`, `modules`"
            ),
            (
                ["spec.yaml": "include: [a.yaml]", "a.yaml": "netspec: 2"], "a.yaml",
                "1:10 wrong-type `netspec` must be `1`, found `2`"
            ),
            (
                ["spec.yaml": "include: [a.yaml, b.yaml]", "a.yaml": relu, "b.yaml": "#\n" + relu], "b.yaml",
                "2:11 duplicate-module the module `act` must be defined only once | rename"
            ),
            (["spec.yaml": "include: [a.yaml]\n" + relu, "a.yaml": relu], "spec.yaml", "2:11 duplicate-module"),
        ])
    func mistakes(_ files: [String: String], _ file: String, _ expected: String) throws {
        let diagnostics = try expand(files).diagnostics
        MistakeCase("\(files)", expected).check(diagnostics)
        #expect(diagnostics.first?.span?.file.path == folder.appendingPathComponent(file).path)
    }

    @Test("a library that is not text is a mistake in it")
    func binary() throws {
        let expanded = try expand(["spec.yaml": "include: [a.bin]"], bytes: ["a.bin": [0xFF, 0xFE]])
        #expect(expanded.diagnostics.map(\.code) == ["invalid-utf8"])
    }

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netspec-\(UUID())")

    /// `spec.yaml` among these files, expanded.
    private func expand(_ files: [String: String], bytes: [String: [UInt8]] = [:]) throws -> Expanded {
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in files.mapValues({ Array($0.utf8) }).merging(bytes, uniquingKeysWith: { $1 }) {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content).write(to: file)
        }
        return Expanded(files["spec.yaml"] ?? "", at: folder.appendingPathComponent("spec.yaml").path)
    }
}
