import Diagnostics
import Foundation
import SpecCompiler
import Testing

/// Every spec in `Wrong` has the mistakes that it marks, each where it marks it, and no others.
struct WrongSpecTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Wrong"

    @Test(arguments: try MarkedSpec.all(in: folder)) func hasTheMarkedMistakes(_ spec: MarkedSpec) throws {
        let result = try SpecCompiler.compile(spec.path)
        #expect(result.experiment == nil)
        var missing = spec.marks
        var unexpected: [Diagnostic] = []
        for diagnostic in result.diagnostics {
            if let place = missing.firstIndex(where: { $0.matches(diagnostic, in: spec.path) }) {
                missing.remove(at: place)
            } else {
                unexpected.append(diagnostic)
            }
        }
        for mark in missing { Issue.record("marked but not reported: \(mark)") }
        if !unexpected.isEmpty {
            Issue.record("reported but not marked:\n\(DiagnosticText(colour: false).render(unexpected))")
        }
        #expect(!spec.marks.isEmpty)
        for diagnostic in result.diagnostics where diagnostic.help == nil {
            Issue.record("without a remedy: \(diagnostic.message)")
        }
        for code in Set(result.diagnostics.map(\.code.rawValue)) {
            #expect(ExplanationCatalogue[code] != nil, "\(code)")
        }
    }

    @Test func thereAreManyOfThem() throws {
        #expect(try MarkedSpec.all(in: Self.folder).count >= 100)
    }
}
