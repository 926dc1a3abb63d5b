import Diagnostics
import Foundation
import Testing

@Suite("collected diagnostics")
struct DiagnosticCollectorTests {
    private let file = SourceFile(path: "a.yaml", text: "a: 1")

    private func diagnostic(_ column: Int, note: String = "") -> Diagnostic {
        let place = SourcePosition(line: 1, column: column)
        return Diagnostic(
            .shape, "m", at: SourceSpan(file: file, start: place, end: place), notes: [.init(note, at: nil)])
    }

    @Test("a mistake met again is kept once, with the notes of the first time")
    func once() {
        let collector = DiagnosticCollector()
        for (column, note) in [(1, "first"), (1, "second"), (2, "third")] {
            collector.report(diagnostic(column, note: note))
        }
        #expect(collector.diagnostics.map { $0.notes[0].message } == ["first", "third"])
    }

    @Test("warnings are no errors")
    func severity() {
        let collector = DiagnosticCollector()
        collector.report(Diagnostic(.shape, "m", at: nil, severity: .warning))
        #expect(!collector.hasErrors)
        collector.report(Diagnostic(.shape, "m", at: nil))
        #expect(collector.hasErrors)
    }

    @Test("masses are cut")
    func masses() {
        let collector = DiagnosticCollector()
        for column in 1...5000 { collector.report(diagnostic(column)) }
        #expect(collector.diagnostics.count == DiagnosticCollector.most + 1)
        #expect(collector.diagnostics.last?.code.rawValue == "too-many")
    }

    @Test("JSON has the promised fields")
    func json() throws {
        let start = SourcePosition(line: 1, column: 4)
        let span = SourceSpan(file: file, start: start, end: SourcePosition(line: 1, column: 5))
        let diagnostic = Diagnostic(.wrongType, "must be", at: span, help: "write", notes: [.init("n", at: span)])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(DiagnosticJSON(diagnostic)), as: UTF8.self)
        #expect(
            text
                == #"{"code":"wrong-type","column":4,"endColumn":5,"endLine":1,"file":"a.yaml","help":"write","line":1,"#
                + #""message":"must be","notes":[{"column":4,"file":"a.yaml","line":1,"message":"n"}],"severity":"error"}"#
        )
    }
}
