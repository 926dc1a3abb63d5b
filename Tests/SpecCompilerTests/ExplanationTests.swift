import Diagnostics
import Foundation
import SpecCompiler
import TestSupport
import Testing

/// Each code has an explanation, and its examples show what it says.
struct ExplanationTests {
    @Test func thereIsOneForEachCode() {
        #expect(ExplanationCatalogue.explanations.map(\.code) == Diagnostic.Code.allCases.sorted())
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func wrongExampleHasTheMistakeAndNoOther(
        code: Diagnostic.Code
    ) throws {
        let explanation = try #require(ExplanationCatalogue[code.rawValue])
        guard let found = try diagnostics(of: explanation.wrong)?.map(\.code) else {
            // What a machine has no room for depends on the machine, and what can go on on a run.
            #expect(code == .batchTooLarge || code == .resume)
            return
        }
        switch code {
        // A thousand other mistakes come before it.
        case .tooMany:
            #expect(found.last == code)
            #expect(Set(found.dropLast()) == [.unknownLayer])
        default: #expect(Set(found) == [code])
        }
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func rightExampleHasNone(code: Diagnostic.Code)
        throws
    {
        let explanation = try #require(ExplanationCatalogue[code.rawValue])
        let found = try #require(try diagnostics(of: explanation.right))
        #expect(found.isEmpty, "\(DiagnosticText(colour: false).render(found))")
    }

    @Test(arguments: ExplanationCatalogue.explanations.map(\.code)) func isWrittenAsTheOthersAre(code: Diagnostic.Code)
        throws
    {
        let explanation = try #require(ExplanationCatalogue[code.rawValue])
        #expect(code.rawValue.count + explanation.summary.count < 100)
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
            return [Diagnostic(.unreadableFile, "\(error)", at: nil)]
        }
    }
}
