import Foundation
import SpecCompiler
import Testing

/// `Specs/README.md` holds the reference as the declarations give it.
struct LanguageReferenceTests {
    private static let mark =
        "<!-- The rest is generated: NETSPEC_REWRITE=1 swift test -c release --filter LanguageReferenceTests -->\n"

    @Test func guideHoldsTheReference() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.deletingLastPathComponent().appendingPathComponent("Specs/README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let mark = try #require(text.range(of: Self.mark))
        let wanted = text[..<mark.upperBound] + "\n" + LanguageReference.markdown()
        if ProcessInfo.processInfo.environment["NETSPEC_REWRITE"] == "1" {
            try wanted.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text == wanted, "set NETSPEC_REWRITE=1 to write the reference anew")
        }
    }
}
