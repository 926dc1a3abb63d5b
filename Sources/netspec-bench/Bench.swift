import ArgumentParser

/// Measures speed, and checks that what was computed are numbers.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netspec-bench", abstract: "Measures networks, and checks what they compute.",
        subcommands: [BenchNetwork.self])
}
