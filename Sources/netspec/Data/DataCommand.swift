import ArgumentParser

/// What is done with data sets themselves.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Fetches data sets, splits them, looks them over, and makes specs for them.",
        usage: "netspec data <command> [<options>]",
        discussion: """
            Examples:
              netspec data fetch cifar10
              netspec data check Specs/quickstart.yaml
              netspec data make photos
            """, subcommands: [DataFetch.self, DataCheck.self, DataSplitCommand.self, DataMake.self])
}
