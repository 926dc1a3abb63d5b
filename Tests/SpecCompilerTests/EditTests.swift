import Diagnostics
import Foundation
import SpecCompiler
import SpecSyntax
import Testing

/// The change that a remedy carries corrects its mistake.
struct EditTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Wrong"

    /// What a mistake is known by after a change, which moves places.
    private func count(_ diagnostic: Diagnostic, in diagnostics: [Diagnostic]) -> Int {
        diagnostics.count { $0.code == diagnostic.code && $0.message == diagnostic.message }
    }

    /// The diagnostics of a spec in whose files changes are made.
    private func diagnostics(of path: String, after edits: [TextEdit]) throws -> [Diagnostic] {
        var texts: [String: String] = [:]
        for file in Set(edits.map(\.span.file)) {
            let edited: String = try #require(file.text(with: edits.filter { $0.span.file == file }), "\(path)")
            texts[file.path] = edited
        }
        return try SpecCompiler.compile(path, from: .disk(editing: texts)).diagnostics
    }

    @Test(arguments: try MarkedSpec.all(in: folder)) func eachCorrectsItsMistake(_ spec: MarkedSpec) throws {
        let found = try SpecCompiler.compile(spec.path).diagnostics
        for diagnostic in found where !diagnostic.edits.isEmpty {
            let left = try diagnostics(of: spec.path, after: diagnostic.edits)
            #expect(
                count(diagnostic, in: left) < count(diagnostic, in: found),
                "\(DiagnosticText(colour: false).render(diagnostic))\n\(diagnostic.edits.map(\.text))")
            // Mistakes beside it, which only show once this one is gone, are the spec's own; so is a network with as many scores
            // as `classes` said.
            let starts = Set(diagnostic.edits.map(\.span.start))
            let new = left.filter { other in
                other.severity == .error && other.code != .classes && count(other, in: found) == 0
                    && other.span.map { starts.contains($0.start) } ?? false
            }
            #expect(
                new.isEmpty,
                """
                \(DiagnosticText(colour: false).render(diagnostic))
                \(diagnostic.edits.map(\.text)) makes
                \(DiagnosticText(colour: false).render(new))
                """)
        }
    }

    @Test func manyRemediesCarryOne() throws {
        let all = try MarkedSpec.all(in: Self.folder).flatMap { try SpecCompiler.compile($0.path).diagnostics }
        let carrying = all.filter { !$0.edits.isEmpty }
        #expect(carrying.count >= 60, "\(carrying.count) of \(all.count)")
        #expect(Set(carrying.map(\.code.rawValue)).count >= 12, "\(Set(carrying.map(\.code.rawValue)).sorted())")
    }

    /// Expected texts are what a person would write.
    @Test(arguments: [
        ("network: [{linear: {outputs: 10, bais: false}}]", "network: [{linear: {outputs: 10, bias: false}}]"),
        ("network: [{linaer: {outputs: 10}}]", "network: [{linear: {outputs: 10}}]"),
        (
            "network: [{relu: {name: act}}, {flatten: {from: atc}}]",
            "network: [{relu: {name: act}}, {flatten: {from: act}}]"
        ),
        ("network: [{linear: {outputs: \"${clases}\"}}]", "network: [{linear: {outputs: \"${classes}\"}}]"),
        ("network: [{linear: {outputs: \"${classes*2}\"}}]", "network: [{linear: {outputs: \"${classes * 2}\"}}]"),
        ("network: [{linear: {outputs: \"${classes\"}}]", "network: [{linear: {outputs: \"${classes}\"}}]"),
        ("network: [{linear: {outputs: 10, bias: tru}}]", "network: [{linear: {outputs: 10, bias: true}}]"),
        ("network: [{max-pool: {kernel: 2x3}}]", "network: [{max-pool: {kernel: [2, 3]}}]"),
        ("network: [{dropout: {ratio: 40}}]", "network: [{dropout: {ratio: 0.4}}]"),
        ("network: [{dropout: {ratio: 0,4}}]", "network: [{dropout: {ratio: 0.4}}]"),
        ("network: relu", "network: [relu]"),
        ("network: [flatten]\ndata: {source: cifar10}", "network: [flatten]\ndata: {source: cifar10}"),
    ]) func changeIsWhatOneWouldWrite(wrong: String, right: String) throws {
        let head = "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\nclasses: 10\n"
        let found = SpecCompiler.compile(text: head + wrong)
        let file = try #require(found.stages.file)
        let edits = found.diagnostics.flatMap(\.edits)
        let isInput = wrong.contains("cifar10")
        let wanted =
            isInput ? head.replacing("height: 8, width: 8", with: "height: 32, width: 32") + right : head + right
        #expect(file.text(with: edits) == wanted, "\(DiagnosticText(colour: false).render(found.diagnostics))")
    }

    /// Where words leave a choice, nothing is to be changed for the user.
    @Test(arguments: [
        "network: [{convolution: {filters: 0, kernel: 3}}]", "network: [{dropout: {ratio: 7000}}]",
        "network: [{linear: {outputs: 2.5}}]", "network: [flatten]\nassert: {parameters: 3}",
    ]) func choicesAreLeftToTheUser(text: String) {
        let found = SpecCompiler.compile(text: "netspec: 1\ninput: {channels: 3, height: 8, width: 8}\n" + text)
        #expect(found.experiment == nil)
        #expect(!found.diagnostics.contains { !$0.edits.isEmpty })
    }

    /// The version of the language is the one field whose value is known.
    @Test(arguments: [
        ("# a net\ninput: 1\n", "# a net\nnetspec: 1\ninput: 1\n"), ("{input: 1}", "{netspec: 1, input: 1}"),
        ("---\ninput: 1\n", "---\nnetspec: 1\ninput: 1\n"), ("{ input: 1 }", "{ netspec: 1, input: 1 }"),
    ])
    func theVersionIsAdded(wrong: String, right: String) throws {
        let found = SpecCompiler.compile(text: wrong)
        let missing = try #require(found.diagnostics.first { $0.message == "`spec` needs the field `netspec`" })
        #expect(found.stages.file?.text(with: missing.edits) == right)
        let others = found.diagnostics.filter { $0.code == .missingField && $0 != missing }
        #expect(others.allSatisfy { $0.edits.isEmpty })
    }

    @Test func overlappingChangesAreRefused() throws {
        let file = SourceFile(path: "a", text: "one two\nthrée four\n")
        func edit(_ line: Int, _ columns: Range<Int>, _ text: String) -> TextEdit {
            TextEdit(
                SourceSpan(
                    file: file, start: SourcePosition(line: line, column: columns.lowerBound),
                    end: SourcePosition(line: line, column: columns.upperBound)), text)
        }
        let changes = [edit(2, 7..<11, "4"), edit(1, 5..<8, "2"), edit(2, 1..<6, "3"), edit(1, 5..<8, "2")]
        #expect(file.text(with: changes) == "one 2\n3 4\n")
        #expect(file.text(with: changes + [edit(1, 7..<8, "x")]) == nil)
        #expect(file.text(with: changes + [edit(1, 5..<5, "x")]) == nil)
        #expect(file.text(with: [edit(1, 1..<1, "x"), edit(1, 1..<1, "y")]) == nil)
        #expect(file.text(with: [edit(1, 8..<8, "!")]) == "one two!\nthrée four\n")
        #expect(file.text(with: [edit(3, 1..<1, "five")]) == "one two\nthrée four\nfive")
        for outside in [edit(4, 1..<1, "x"), edit(1, 30..<31, "x"), edit(0, 1..<2, "x"), edit(1, 0..<2, "x")] {
            #expect(file.text(with: [outside]) == nil)
        }
        let other = SourceFile(path: "b", text: "another text")
        #expect(other.text(with: changes) == nil)
    }
}
