import Foundation
import TestSupport
import Testing

/// `Tests/Example`, a package that uses the library, and the code of the documentation, which is that program's.
struct ExampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let source = root.appendingPathComponent("Tests/Example/Sources/netspec-example/Example.swift").path

    @Test func itRuns() throws {
        let folder = try TinySpec.folderWithRun()
        let example = Program(name: "netspec-example")
        let checked = try example.run(["check", "tiny.yaml"], in: folder)
        #expect(
            checked.output
                == "tiny: \(TinySpec.parameters) parameters, \(TinySpec.multiplyAdds) multiply-adds\n")
        try folder.write(TinySpec.text.replacing("stride", with: "strid"), to: "wrong.yaml")
        let wrong = try example.run(["check", "wrong.yaml"], in: folder)
        #expect(wrong.output.hasPrefix("6:") && wrong.output.contains("write `stride`"), "\(wrong.output)")
        try folder.write(
            PNGFile.bytes(planes: [UInt8](repeating: 40, count: 3 * 32 * 32), channels: 3, height: 32, width: 32),
            to: "a.png")
        try Program.netspec.run(["pack", "run", "--output", "packed"], in: folder).expectSuccess()
        let predicted = try Program.netspec.run(
            ["predict", "run", "a.png", "--top", "1", "--format", "csv"], in: folder)
        let name = try #require(predicted.output.split(separator: "\n").last?.split(separator: ",")[2])
        for network in ["run", "packed"] {
            let output = try example.run(["classify", network, "a.png"], in: folder).output
            #expect(output.hasPrefix("a.png: \(name)\nseen in 8×8 places, score "), "\(output)")
        }
    }

    /// The compiler takes it as a program of another package, which sees what is public and nothing else. Building all of netspec
    /// again as that package's dependency would take minutes.
    @Test func anotherPackageCanBeBuilt() throws {
        let folder = try TemporaryFolder()
        let built = URL(fileURLWithPath: Program.netspec.path).deletingLastPathComponent()
        var arguments = [
            "-typecheck", "-parse-as-library", "-swift-version", "6", "-package-name", "another", "-I",
            built.appendingPathComponent("Modules").path,
        ]
        for map in try moduleMaps(in: built) { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
        let compiler = Program(name: "/usr/bin/env")
        try compiler.run(["swiftc"] + arguments + [Self.source], in: folder).expectSuccess()
        let text = try String(contentsOfFile: Self.source, encoding: .utf8)
        try folder.write(
            text.replacing(
                "let network = try TrainedNetwork(path)", with: "let network = try TrainedNetwork(path).experiment"),
            to: "wrong.swift")
        let wrong = try compiler.run(["swiftc"] + arguments + ["wrong.swift"], in: folder)
        #expect(wrong.status == 1 && wrong.messages.contains("'experiment' is inaccessible"))
    }

    /// Of the C targets that the library's rooms are made with.
    private func moduleMaps(in built: URL) throws -> [String] {
        let sources = Self.root.appendingPathComponent("Sources")
        let names = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { $0.hasPrefix("C") }
        return names.flatMap { name in
            [
                built.appendingPathComponent("\(name).build/module.modulemap").path,
                sources.appendingPathComponent("\(name)/module.modulemap").path,
            ].filter { FileManager.default.fileExists(atPath: $0) }
        }
    }

    /// Each Swift block of the documentation and the README stands in the example, line for line but for the indentation.
    @Test func theDocumentationsCodeIsCompiled() throws {
        let lines = trimmed(try String(contentsOfFile: Self.source, encoding: .utf8))
        let catalogue = Self.root.appendingPathComponent("Sources/Library/Netspec.docc")
        let articles = try FileManager.default.contentsOfDirectory(atPath: catalogue.path).map {
            catalogue.appendingPathComponent($0)
        }
        var count = 0
        for page in articles + [Self.root.appendingPathComponent("README.md")] {
            let text = try String(contentsOf: page, encoding: .utf8)
            for block in text.components(separatedBy: "```swift\n").dropFirst() {
                let wanted = trimmed(block.components(separatedBy: "```")[0])
                let starts = lines.indices.dropLast(wanted.count - 1)
                #expect(
                    starts.contains { Array(lines[$0..<$0 + wanted.count]) == wanted },
                    "\(page.lastPathComponent): \(wanted)")
                count += 1
            }
        }
        #expect(count >= 5)
    }

    private func trimmed(_ text: String) -> [String] {
        text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
