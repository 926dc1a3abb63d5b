import ArgumentParser

/// Measures speed. Every measurement checks its result; ratios are taken side by side in one run.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netspec-bench", abstract: "Measures networks, and checks what they compute.",
        subcommands: [BenchNetwork.self])
}
