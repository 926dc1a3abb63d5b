import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
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
            "a.yaml": "include: [c.yaml]", "b.yaml": "include: [./../nets/c.yaml]",
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

    @Test("helpers of one name in two libraries do not clash; each library sees its own")
    func helpers() throws {
        let expanded = try expand([
            "spec.yaml": "include: [a.yaml, b.yaml]\nnetwork: [one, two]",
            "a.yaml": "modules: {act: {network: [relu]}, one: {network: [act]}}",
            "b.yaml": "include: [c.yaml]\nmodules: {act: {network: [max-pool]}, two: {network: [act, three, c/act]}}",
            "c.yaml": "modules: {act: {network: [add: {l: [], r: [relu]}]}, three: {network: [act]}}",
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(
            expanded.outline == [
                "one/act/relu: relu(input)", "two/act/max-pool: max-pool(one/act/relu)",
                "two/three/act/r: relu(two/act/max-pool)", "two/three/act/add: add(two/act/max-pool, two/three/act/r)",
                "two/act_2/r: relu(two/three/act/add)", "two/act_2/add: add(two/three/act/add, two/act_2/r)",
            ])
    }

    @Test("a module may use one of its own name in another library")
    func sameName() throws {
        let expanded = try expand([
            "spec.yaml": "include: [a.yaml]\nmodules: {act: {network: [a/act, relu]}}\nnetwork: [act]",
            "a.yaml": "modules: {act: {network: [max-pool]}}",
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(expanded.outline == ["act/act/max-pool: max-pool(input)", "act/relu: relu(act/act/max-pool)"])
    }

    @Test("the spec's own module stands in front of a library's, but not in the library")
    func ownFirst() throws {
        let expanded = try expand([
            "spec.yaml": "include: [a.yaml]\nmodules: {act: {network: [max-pool]}}\nnetwork: [act, pair, a/act]",
            "a.yaml": "modules: {act: {network: [relu]}, pair: {network: [act]}}",
        ])
        #expect(expanded.diagnostics.map(described) == [])
        #expect(
            expanded.outline == [
                "act/max-pool: max-pool(input)", "pair/act/relu: relu(act/max-pool)", "act_2/relu: relu(pair/act/relu)",
            ])
    }

    @Test("a module that two libraries have is told with both places")
    func ambiguous() throws {
        let diagnostic = try #require(
            try expand([
                "spec.yaml": "include: [a.yaml, b.yaml]\nnetwork: [act]", "a.yaml": Self.relu, "b.yaml": Self.relu,
            ]).diagnostics.first)
        #expect(
            diagnostic.notes.map { ($0.span?.file.path ?? "").split(separator: "/").last } == ["a.yaml", "b.yaml"])
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
                ["spec.yaml": "include: [a.yaml, b.yaml]\nnetwork: [act]", "a.yaml": relu, "b.yaml": "#\n" + relu],
                "spec.yaml",
                "2:11 ambiguous-module must stand for one module, and 2 libraries have one | write `a/act` or `b/act`"
            ),
            (
                [
                    "spec.yaml": "include: [x/a.yaml, y/a.yaml]\nnetwork: [act]", "x/a.yaml": relu, "y/a.yaml": relu,
                ],
                "spec.yaml", "2:11 ambiguous-module | write `x/a/act` or `y/a/act`"
            ),
            (
                [
                    "spec.yaml": "include: [a.yaml]\nmodules: {own: {network: [relu]}}\nnetwork: [m]",
                    "a.yaml": "modules: {m: {network: [own]}}",
                ], "a.yaml", "1:25 unknown-layer there is no layer or module `own` | it is in"
            ),
            (
                [
                    "spec.yaml": "include: [a.yaml, b.yaml]\nnetwork: [m]", "a.yaml": "modules: {m: {network: [act]}}",
                    "b.yaml": relu,
                ], "a.yaml", "1:25 unknown-layer | which this file must include to use it"
            ),
            (
                ["spec.yaml": "include: [a.yaml]\nnetwork: [c/act]", "a.yaml": relu], "spec.yaml",
                "2:11 unknown-layer there is no layer or module `c/act`"
            ),
        ])
    func mistakes(_ files: [String: String], _ file: String, _ expected: String) throws {
        let diagnostics = try expand(files).diagnostics
        MistakeCase("\(files)", expected).check(diagnostics)
        #expect(diagnostics.first?.span?.file.path == "nets/\(file)")
    }

    @Test("a library that is not text is a mistake in it")
    func binary() throws {
        let folder = try TemporaryFolder()
        try folder.write([0xFF, 0xFE], to: "a.bin")
        let spec = SourceFile(path: folder["spec.yaml"], text: "include: [a.bin]")
        let expanded = Expanded(spec, from: SourceProvider(readsDisk: true, notations: [.yaml]))
        #expect(expanded.diagnostics.map(\.code.rawValue) == ["invalid-utf8"])
    }

    /// `spec.yaml` among these files, expanded.
    private func expand(_ files: [String: String]) throws -> Expanded {
        let inFolder = Dictionary(uniqueKeysWithValues: files.map { ("nets/\($0)", $1) })
        return Expanded(files["spec.yaml"] ?? "", at: "nets/spec.yaml", besides: inFolder)
    }
}
