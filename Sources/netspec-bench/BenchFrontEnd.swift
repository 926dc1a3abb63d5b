import ArgumentParser
import Foundation

/// The front end as users meet it: whole runs of the program, its start included, on a spec and on a long chain of layers.
struct BenchFrontEnd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "front-end",
        abstract: "Times validate and summary of a spec, and validate, summary, diff and graph of a chain of layers.",
        discussion: "Example: netspec-bench front-end Specs/googlenet-cifar10.yaml")

    @Argument(help: "The spec.")
    var path: String

    @Option(parsing: .unconditional, help: "Layers of the chain, an even number.")
    var layers = 10_000

    @Option(parsing: .unconditional, help: "Runs of each command that count; one more goes before them.")
    var runs = 10

    @Option(help: "The program; the one beside this if left out.")
    var program: String?

    func validate() throws {
        guard runs >= 1, layers >= 2, layers.isMultiple(of: 2) else {
            throw ValidationError("--runs must be at least 1, and --layers an even number of at least 2")
        }
    }

    func run() throws {
        let folder = NSTemporaryDirectory() + "/netspec-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let chain = LayerChain(layers: layers)
        let (before, after) = ("\(folder)/chain.yaml", "\(folder)/wider.yaml")
        try chain.text.write(toFile: before, atomically: false, encoding: .utf8)
        try chain.widened.text.write(toFile: after, atomically: false, encoding: .utf8)
        let name = URL(fileURLWithPath: path).lastPathComponent
        print("\("command, start of the process included".padded(54))  fastest   median")
        try time(in: folder, "validate \(name)", ["validate", path]) { output in
            if output != "\(path): valid\n" {
                throw BenchError(description: "the spec must be valid, found `\(output)`")
            }
        }
        try time(in: folder, "summary \(name)", ["summary", path])
        let json = ["--format", "json"]
        try time(in: folder, "validate, \(layers) layers", ["validate", before] + json) {
            try Answer($0).expect(true, at: "valid")
        }
        try time(in: folder, "summary, \(layers) layers", ["summary", before] + json) { output in
            let answer = try Answer(output)
            try answer.expect(chain.parameters, at: "totals", "parameters")
            try answer.expect(count: layers, at: "layers")
        }
        try time(in: folder, "diff, \(layers) layers and as many", ["diff", before, after] + json) { output in
            let answer = try Answer(output)
            try answer.expect(chain.parameters, at: "before", "parameters")
            try answer.expect(chain.widened.parameters, at: "after", "parameters")
        }
        try time(in: folder, "graph, \(layers) layers", ["graph", before]) { output in
            // An edge into each layer.
            let edges = output.split(separator: "\n").count { $0.contains(" -> ") }
            if edges != layers { throw BenchError(description: "\(layers) edges must be drawn, found \(edges)") }
        }
    }

    /// Runs a command, checks each of its results, and prints its times.
    private func time(
        in folder: String, _ name: String, _ arguments: [String], check: (String) throws -> Void = { _ in }
    ) throws {
        let program = ProgramRun(path: program ?? Self.neighbour, arguments: arguments, outputPath: "\(folder)/output")
        let times = try (0...runs).map { _ in
            let (output, seconds) = try program.timed()
            try check(output)
            return seconds
        }.dropFirst().sorted()
        let (fastest, median) = (rounded(times[0] * 1000), rounded(times[times.count / 2] * 1000))
        print("\(name.padded(54))  \("\(fastest) ms".padded(8)) \(median) ms")
    }

    private static var neighbour: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
            + "/netspec"
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
