import ArgumentParser
import Diagnostics
@preconcurrency import Glibc

/// The program: its commands, and what is said of all of them.
@main
struct Netspec: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "netspec",
        abstract: "Checks, prices, trains and evaluates convolutional networks written as YAML specs.",
        usage: "netspec <command> [<options>]",
        discussion: """
            Example:
              netspec train Specs/quickstart.yaml

            Results go to standard output, everything else to standard error. Exit codes: 0 fine; 1 the spec or the data \
            is wrong; 2 the machine failed; 64 wrong usage.
            """,
        version: version,
        subcommands: [
            Validate.self,
            Explain.self,
            Summarize.self,
            Why.self,
            Diff.self,
            Graph.self,
            Expand.self,
            Convert.self,
            Rate.self,
            DataCommand.self,
            Train.self,
            Reproduce.self,
            WatchCommand.self,
            RunsCommand.self,
            CompareCommand.self,
            ReportCommand.self,
            MetricsCommand.self,
            Evaluate.self,
            Predict.self,
            Pack.self,
            Serve.self,

            PlanCommand.self,
            Time.self,
            Tune.self,
            Schema.self,
            Completions.self,
        ])

    static func main() {
        Terminal.claimStandardStreams()
        AddressLimit.heed()
        // A file that grows past the limit is then a failure that can be told, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        do {
            try checkArguments()
            try checkCommand(CommandLine.arguments.dropFirst().first)
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(error)
        }
    }

    /// Paths are kept as Unicode text, so that one of other bytes would name another file.
    private static func checkArguments() throws {
        for argument in CommandLine.arguments.indices {
            guard let bytes = CommandLine.unsafeArgv[argument], String(validatingCString: bytes) == nil else {
                continue
            }
            throw ValidationError(
                "arguments must be text in UTF-8, and argument \(argument), `\(String(cString: bytes))`, is none")
        }
    }

    /// The parser knows what is wrong with a command's arguments, but not what a misspelt command was meant to be.
    private static func checkCommand(_ word: String?) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word, !word.hasPrefix("-"), !names.contains(word), word != "help" else { return }
        let meant = nearestName(to: word, among: names).map { "write `\($0)`" }
        throw ValidationError(
            "there is no command `\(word)`; "
                + (meant ?? "the commands are \(names.map { "`\($0)`" }.joined(separator: ", "))"))
    }

    /// Says what the parser has to say: help and versions are results, all else are messages.
    private static func end(_ error: any Error) -> Never {
        let code = exitCode(for: error)
        let message = fullMessage(for: error, columns: nil)
        guard code.isSuccess else {
            if !message.isEmpty { Terminal.say(message) }
            Glibc.exit(code.rawValue)
        }
        do {
            try reporting { try Terminal.write(message + "\n") }
        } catch {
            Glibc.exit(exitCode(for: error).rawValue)
        }
        Glibc.exit(code.rawValue)
    }
}
