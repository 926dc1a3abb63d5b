import ArgumentParser

/// What is done with data sets themselves.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Fetches data sets, and looks them over.",
        usage: "netspec data <command> [<options>]",
        discussion: """
            Examples:
              netspec data fetch cifar10
              netspec data check Specs/quickstart.yaml
            """, subcommands: [DataFetch.self, DataCheck.self])
}
