import Diagnostics
import Foundation
import SpecCompiler
import TestSupport
import Testing

/// Each code has an explanation, and its examples show what it says.
struct ExplanationTests {
    /// The codes that the sources emit, as they are written there.
    private static func emittedCodes() throws -> Set<String> {
        let sources = URL(fileURLWithPath: Specs.folder).deletingLastPathComponent().appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        let emission = /(?:(?:Diagnostic|YAMLFailure|Lint)\(\s*|\bcode: (?:String = )?)"([a-z0-9]+(?:-[a-z0-9]+)*)"/
        var codes: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            codes.formUnion(text.matches(of: emission).map { String($0.1) })
        }
        return codes
    }

    @Test func thereIsOneForEachCodeOfTheSourcesAndNoOther() throws {
        let explained = ExplanationCatalogue.explanations.map(\.code)
        #expect(Set(explained).count == explained.count)
        let emitted = try Self.emittedCodes()
        #expect(emitted.count > 40)
        #expect(emitted.subtracting(explained).sorted() == [], "codes without an explanation")
        #expect(Set(explained).subtracting(emitted).sorted() == [], "explanations of codes that nothing emits")
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func wrongExampleHasTheMistakeAndNoOther(
        code: String
    ) throws {
        let explanation = try #require(ExplanationCatalogue[code])
        guard let found = try diagnostics(of: explanation.wrong)?.map(\.code) else {
            // What a machine has no room for depends on the machine, and what can go on on a run.
            #expect(code == "batch-too-large" || code == "resume")
            return
        }
        switch code {
        // A thousand other mistakes come before it.
        case "too-many":
            #expect(found.last == code)
            #expect(Set(found.dropLast()) == ["unknown-layer"])
        default: #expect(Set(found) == [code])
        }
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func rightExampleHasNone(code: String) throws {
        let explanation = try #require(ExplanationCatalogue[code])
        let found = try #require(try diagnostics(of: explanation.right))
        #expect(found.isEmpty, "\(DiagnosticText(colour: false).render(found))")
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func isWrittenAsTheOthersAre(code: String) throws {
        let explanation = try #require(ExplanationCatalogue[code])
        #expect(code.count + explanation.summary.count < 100)
        #expect(!explanation.summary.hasSuffix(".") && explanation.summary.first?.isUppercase == false)
        #expect(explanation.text.hasSuffix(".") && !explanation.text.contains("\n"))
    }

    /// What is wrong with an example's spec; nil for a command of which that cannot be said here.
    private func diagnostics(of example: Explanation.Example) throws -> [Diagnostic]? {
        let folder = try TemporaryFolder()
        for file in example.files {
            let latin1 = file.text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            try folder.write(example.isLatin1 ? latin1 : Array(file.text.utf8), to: file.name)
        }
        var words = example.command[...]
        guard words.popFirst() == "validate", let path = words.popFirst() else { return nil }
        let overrides = words.filter { $0 != "--set" }
        #expect(words.count == 2 * overrides.count)
        do {
            return try SpecCompiler.compile("\(folder.path)/\(path)", overrides: overrides).diagnostics
        } catch {
            return [Diagnostic("unreadable-file", "\(error)", at: nil)]
        }
    }
}
