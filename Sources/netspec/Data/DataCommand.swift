import ArgumentParser

/// What is done with data sets themselves.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Looks a data set over.", usage: "netspec data check <spec> [<options>]",
        discussion: "Example:\n  netspec data check Specs/quickstart.yaml", subcommands: [DataCheck.self])
}
