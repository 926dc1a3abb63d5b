import Foundation
import TestSupport
import Testing

/// What every command says of itself.
struct HelpTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The names of all commands, from the description that the parser gives of them for machines.
    private func commands() throws -> [String] {
        let description = try Program.netspec.run(["--experimental-dump-help"], in: folder).object()
        let program = try #require(description["command"] as? [String: Any])
        let commands = try #require(program["subcommands"] as? [[String: Any]])
        return commands.compactMap { $0["commandName"] as? String }.filter { $0 != "help" }
    }

    @Test func everyCommandHasAnExampleThatFitsANarrowTerminal() throws {
        let commands = try commands()
        #expect(commands.count >= 8)
        for command in commands {
            let outcome = try Program.netspec.run([command, "--help"], in: folder, prelude: "export COLUMNS=60")
            outcome.expectSuccess()
            let lines = outcome.output.components(separatedBy: "\n")
            let heading = try #require(lines.firstIndex { ["Example:", "Examples:"].contains($0) }, "\(command)")
            let examples = lines[(heading + 1)...].prefix { !$0.isEmpty }
            #expect(!examples.isEmpty, "\(command)")
            for example in examples { #expect(example.contains("netspec \(command)"), "\(example)") }
            for line in lines { #expect(line.count <= 60, "\(command): \(line)") }
            #expect(lines.contains { $0.hasPrefix("USAGE: netspec \(command)") }, "\(outcome.output)")
        }
    }

    @Test func theProgramNamesEveryCommand() throws {
        let help = try Program.netspec.run([], in: folder).output
        for command in try commands() { #expect(help.contains("\n  \(command) "), "\(help)") }
    }
}
