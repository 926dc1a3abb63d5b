import Diagnostics
import Testing

struct DiagnosticOrderTests {
    @Test func filesStayTogetherAndEachIsReadDownwards() {
        let spec = SourceFile(path: "spec.yaml", text: "a\nb\nc\n")
        let library = SourceFile(path: "library.yaml", text: "a\nb\nc\n")
        let found = [
            diagnostic("1", at: nil), diagnostic("2", at: (spec, 3, 1)), diagnostic("3", at: (library, 1, 1)),
            diagnostic("4", at: (spec, 1, 7)), diagnostic("5", at: (spec, 1, 2)), diagnostic("6", at: (spec, 1, 7)),
        ]
        #expect(found.inReadingOrder().map(\.message) == ["5", "4", "6", "2", "3", "1"])
    }

    private func diagnostic(_ message: String, at place: (file: SourceFile, line: Int, column: Int)?) -> Diagnostic {
        let span = place.map { place in
            let position = SourcePosition(line: place.line, column: place.column)
            return SourceSpan(file: place.file, start: position, end: position)
        }
        return Diagnostic(.shape, message, at: span)
    }
}
