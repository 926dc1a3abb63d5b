import Diagnostics
import Files
import SpecSyntax
import TestSupport
import Testing

@Suite("where texts come from")
struct SourceProviderTests {
    private static let words = Notation(extensions: ["words"]) { file, _, _ in
        let items = file.text.split(separator: " ").map {
            SyntaxNode(.scalar(.init(String($0))), at: .beginning(of: file))
        }
        return SyntaxNode(.sequence(items), at: .beginning(of: file))
    }

    private func memory(_ texts: [String: String]) -> SourceProvider {
        SourceProvider(buffers: texts, readsDisk: false, notations: [.yaml, Self.words])
    }

    @Test(
        "a text in memory is found by every way to write its path",
        arguments: ["nets/a.yaml", "./nets/a.yaml", "nets//a.yaml", "nets/../nets/./a.yaml", "x/../nets/a.yaml"])
    func paths(_ path: String) throws {
        let sources = memory(["nets/a.yaml": "a: 1", "../nets/a.yaml": "a: 2"])
        let file = try sources.read(path)
        #expect(file.text == "a: 1")
        #expect(file.path == path)
        #expect(sources.identity(of: path) == "nets/a.yaml")
    }

    @Test("paths that lead elsewhere stay apart", arguments: ["../nets/a.yaml", "x/../../nets/a.yaml"])
    func outside(_ path: String) throws {
        #expect(try memory(["nets/a.yaml": "a: 1", "../nets/a.yaml": "a: 2"]).read(path).text == "a: 2")
    }

    @Test("the disk is no part of what is in memory")
    func withoutDisk() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a: 1", to: "a.yaml")
        let error = #expect(throws: FileError.self) { try memory([:]).read(path) }
        #expect(error?.reason == "No such file or directory")
        #expect(memory([:]).specs(in: folder.path) == [])
    }

    @Test("a buffer stands in the place of the file with its path, however that is written")
    func buffersOverFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write(["a.yaml": "on disk", "b.yaml": "on disk"])
        let sources = SourceProvider(
            buffers: [folder["a.yaml"]: "in memory", folder["new.yaml"]: "in memory"], readsDisk: true,
            notations: [.yaml])
        #expect(try sources.read("\(folder.path)/./a.yaml").text == "in memory")
        #expect(try sources.read(folder["b.yaml"]).text == "on disk")
        #expect(sources.specs(in: folder.path) == ["a.yaml", "b.yaml", "new.yaml"])
    }

    @Test("a text that is too long is refused")
    func limit() throws {
        #expect(try memory(["a.yaml": "1234"]).read("a.yaml", limit: 4).text == "1234")
        let error = #expect(throws: DiagnosticsError.self) { try memory(["a.yaml": "12345"]).read("a.yaml", limit: 4) }
        #expect(error?.diagnostics.map(\.code.rawValue) == ["too-large"])
    }

    @Test(
        "a file's name says which notation it is in; the first is that of all others",
        arguments: [("a.words", "[x:, 1]"), ("a.yaml", "{x: 1}"), ("a", "{x: 1}"), ("words", "{x: 1}")])
    func notations(_ path: String, _ expected: String) throws {
        let sources = memory([path: "x: 1"])
        let collector = DiagnosticCollector()
        #expect(try sources.tree(of: sources.read(path), into: collector)?.description == expected)
        #expect(collector.diagnostics.isEmpty)
    }

    @Test("of a spec that cannot be read, the one that was meant is named, of whatever notation")
    func misspelt() throws {
        let folder = try TemporaryFolder()
        try folder.write(["lenet.yaml": "netspec: 1", "alexnet.words": "", "resnet.txt": ""])
        let sources = SourceProvider(readsDisk: true, notations: [.yaml, Self.words])
        func help(_ name: String) -> String? {
            #expect(throws: FileError.self) { try sources.readSpec(folder[name]) }?.help
        }
        #expect(help("lent.yaml") == "write `\(folder["lenet.yaml"])`")
        #expect(help("alexnt.words") == "write `\(folder["alexnet.words"])`")
        #expect(help("resnt.txt") == "give the path of a spec that can be read")
        #expect(help("inception.yaml") == "give the path of a spec that can be read")
    }
}
