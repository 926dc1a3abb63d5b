import ArgumentParser

/// The program: its commands, and what is said of all of them.
@main
struct Netspec: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netspec",
        abstract: "Checks, prices, trains and evaluates convolutional networks written as YAML specs.",
        discussion: """
            Results go to standard output, everything else to standard error. Exit codes: 0 fine; 1 the spec or the data \
            is wrong; 2 the machine failed; 64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: [Validate.self, Summarize.self, Train.self, Evaluate.self])
}
