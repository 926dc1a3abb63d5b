import ArgumentParser

/// Measures kernels, and checks what they compute.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netspec-bench", abstract: "Measures kernels, convolutions, the front end and pictures.",
        subcommands: [
            BenchKernels.self, BenchConvolutions.self, BenchFrontEnd.self, BenchPictures.self, BenchBatches.self,
        ])
}
