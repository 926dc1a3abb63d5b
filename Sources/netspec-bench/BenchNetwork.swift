import ArgumentParser
import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors

/// Steps of a whole network on random pictures.
struct BenchNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Times steps of a spec's network on random pictures.",
        discussion: "Example: netspec-bench network Specs/googlenet-cifar10.yaml --batch 64")

    @Argument(help: "The spec.")
    var path: String

    @Option(help: "Pictures in a step.")
    var batch = 64

    @Option(help: "Steps that count; one more goes before them.")
    var steps = 5

    @Option(help: "Threads to compute with.")
    var threads = 2

    @Option(help: "training or evaluation.")
    var phase: Phase = .training

    @Option(name: .customLong("without-pass"), parsing: .singleValue, help: "A rewrite of the plan to leave out.")
    var withoutPasses: [String] = []

    @Flag(help: "Show where the time goes, by kind of operation; each operation counts with its fastest run.")
    var profile = false

    @Flag(help: "Show where the time goes, operation by operation.")
    var operations = false

    func validate() throws {
        let names = PlanPass.all.map(\.name)
        if let unknown = withoutPasses.first(where: { !names.contains($0) }) {
            throw ValidationError("--without-pass must be one of \(names), found \(unknown)")
        }
        guard batch >= 1, steps >= 1, threads >= 1 else {
            throw ValidationError("--batch, --steps and --threads must be at least 1")
        }
    }

    func run() throws {
        let result = try SpecCompiler.compile(path)
        guard let experiment = result.experiment else {
            throw BenchError(description: "the spec must be valid: see `netspec validate \(path)`")
        }
        let network = try experiment.network.adding(loss: SoftmaxCrossEntropy())
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try OneDNNBackend(threads: threads).compile(
            ExecutionPlan(network, phase: phase, batch: batch, passes: PlanPass.all(without: Set(withoutPasses))),
            parameters: parameters)
        let pictures = PictureBatch.random(for: network, count: batch)
        try executable.run(pictures)
        let times = try (0..<steps).map { _ in
            parameters.noteChange()
            return try secondsTaken { try executable.run(pictures) }
        }.sorted()
        guard executable.losses.allSatisfy(\.isFinite) else { throw BenchError(description: "the loss must be finite") }
        let median = times[times.count / 2]
        print(
            "\(network.name) \(phase.rawValue), batch \(batch), \(threads) threads: "
                + "\(rounded(Double(batch) / median)) pictures/s "
                + "(median of \(steps) steps, \(rounded(median * 1000)) ms; fastest \(rounded(times[0] * 1000)) ms), "
                + "arena \(executable.workingByteCount >> 20) MiB")
        if profile || operations {
            let runs = try (0..<steps).map { _ in try executable.timedRun(pictures) }
            show(ProfileText(executable.profile, runs: runs), network)
        }
    }

    private func show(_ text: ProfileText, _ network: Network) {
        if operations { print(text.operations(of: network), terminator: "") }
        if profile { print(text.kinds, terminator: "") }
        print("sum of the operations: \(rounded(text.totalSeconds * 1000)) ms")
    }
}

/// A measurement that cannot be made, or whose result is wrong.
struct BenchError: Error, CustomStringConvertible {
    let description: String
}

extension Phase: ExpressibleByArgument {}

/// One digit behind the point.
func rounded(_ value: Double) -> Double {
    (value * 10).rounded() / 10
}
