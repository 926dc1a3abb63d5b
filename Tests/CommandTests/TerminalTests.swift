import TestSupport
import Testing

/// What is different where standard error is a terminal.
struct TerminalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        try folder.write(TinySpec.text.replacing("kernel:", with: "kernal:"), to: "typo.yaml")
    }

    private func messages(columns: UInt16? = 80, _ environment: [String: String] = [:]) throws -> String {
        try Program.netspec.messages(["validate", "typo.yaml"], in: folder, columns: columns, environment: environment)
    }

    @Test func hasColour() throws {
        let text = try messages()
        #expect(text.contains("\u{1B}[1;31merror[unknown-key]\u{1B}[0m: "))
        #expect(text.contains("\u{1B}[1;31m^^^^^^\u{1B}[0m\n"))
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": ""], ["NO_COLOR": "false"]])
    func hasNoneWhereItIsNotWanted(environment: [String: String]) throws {
        let text = try messages(environment)
        #expect(text.hasPrefix("error[unknown-key]: "))
        #expect(!text.contains("\u{1B}"))
    }

    /// The convention of NO_COLOR: it counts when it is set and not empty.
    @Test func emptyVariableForbidsNothing() throws {
        #expect(try messages(["NO_COLOR": ""]).contains("\u{1B}[1;31m"))
    }

    @Test func pipeHasNoColour() throws {
        try Program.netspec.run(["validate", "typo.yaml"], in: folder).expectRefusal(1, "error[unknown-key]: ")
    }

    @Test(arguments: [30, 50, 66] as [UInt16]) func excerptFits(columns: UInt16) throws {
        let lines = try messages(columns: columns, ["NO_COLOR": "1"]).split(separator: "\n")
        let excerpt = lines.filter { $0.contains(" | ") }
        #expect(excerpt.count == 2)
        #expect(excerpt.allSatisfy { $0.count <= columns }, "\(excerpt)")
        let caret = try #require(excerpt.last?.firstIndex(of: "^"))
        let mistake = try #require(excerpt.first?.firstRange(of: "kernal")?.lowerBound)
        #expect(
            excerpt[1].distance(from: excerpt[1].startIndex, to: caret)
                == excerpt[0].distance(from: excerpt[0].startIndex, to: mistake))
    }

    @Test func terminalWithoutASizeTakesThatOfTheEnvironment() throws {
        let narrow = try messages(columns: nil, ["NO_COLOR": "1", "COLUMNS": "40"])
        #expect(narrow.split(separator: "\n").filter { $0.contains(" | ") }.allSatisfy { $0.count <= 40 })
    }
}
