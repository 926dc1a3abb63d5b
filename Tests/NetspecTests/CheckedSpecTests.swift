import Netspec
import TestSupport
import Testing

/// Specs as another package checks them.
@Suite struct CheckedSpecTests {
    @Test func aSpecTellsWhatItCosts() throws {
        let spec = try CheckedSpec(text: MeanColour.spec)
        #expect(spec.name == "means" && spec.inputShape == [3, 4, 4] && spec.classCount == 2)
        // 2 · 3 weights and 2 biases.
        #expect(spec.totals.parameters == 8 && spec.totals.multiplyAdds == 6 && spec.totals.flops == 12)
        #expect(try spec.resolvedText.contains("global-average-pool"))
    }

    @Test func changesAreThoseOfTheCommandLine() throws {
        let spec = try CheckedSpec(text: MeanColour.spec, changes: ["classes=5"])
        #expect(spec.classCount == 5 && spec.totals.parameters == 20)
    }

    @Test func mistakesHavePlaceAndRemedy() throws {
        let folder = try TemporaryFolder()
        try folder.write(MeanColour.spec.replacing("outputs:", with: "output:"), to: "wrong.yaml")
        let error = #expect(throws: NetspecError.self) { try CheckedSpec(file: folder["wrong.yaml"]) }
        guard case .spec(let diagnostics) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let first = try #require(diagnostics.first)
        #expect(diagnostics.count == 1 && first.code == "unknown-key" && first.severity == .error)
        #expect((first.file, first.line, first.column) == (folder["wrong.yaml"], 7, 28))
        #expect(first.help?.contains("`outputs`") == true)
        #expect(first.description.contains("^^^^^^"))
    }

    @Test func aFileThatIsNotThereIsTheMachinesFailure() throws {
        let error = #expect(throws: NetspecError.self) { try CheckedSpec(file: "/nowhere/spec.yaml") }
        guard case .machine(let message, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("cannot read `/nowhere/spec.yaml`"))
    }
}
