import ArgumentParser
import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors

/// What is measured: a step of a spec's network, on pictures of noise.
struct BenchSubject: ParsableArguments {
    @Argument(help: "The spec.")
    var path: String

    @Option(parsing: .unconditional, help: "Pictures in a step.")
    var batch = 64

    @Option(parsing: .unconditional, help: "Threads to compute with.")
    var threads = 2

    @Option(help: "float32 or bfloat16.")
    var precision: Precision = .float32

    @Option(help: "training or evaluation.")
    var phase: Phase = .training

    @Option(name: .customLong("without-pass"), parsing: .singleValue, help: "A rewrite of the plan to leave out.")
    var withoutPasses: [String] = []

    @Flag(help: "Take oneDNN's kernels in place of netspec's own, where they can stand in for them.")
    var library = false

    var passes: [PlanPass] { PlanPass.all(without: Set(withoutPasses)) }

    func validate() throws {
        let names = PlanPass.all.map(\.name)
        if let unknown = withoutPasses.first(where: { !names.contains($0) }) {
            throw ValidationError("--without-pass must be one of \(names), found \(unknown)")
        }
        guard batch >= 1, threads >= 1 else {
            throw ValidationError("--batch and --threads must be at least 1")
        }
    }

    /// The spec's network with its loss.
    func network() throws -> Network {
        guard let experiment = try SpecCompiler.compile(path).experiment else {
            throw BenchError(description: "the spec must be valid: see `netspec validate \(path)`")
        }
        return try experiment.network.adding(loss: SoftmaxCrossEntropy())
    }

    func backend() throws -> OneDNNBackend {
        try OneDNNBackend(
            threads: threads, precision: precision, tuning: .ofThisMachine(threads: threads), prefersLibrary: library)
    }

    /// The step made ready, and its pictures.
    func prepared(_ network: Network) throws -> (any Executable, Batch) {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try backend().compile(
            ExecutionPlan(network, phase: phase, batch: batch, passes: passes), parameters: parameters)
        return (executable, try Batch.random(for: network, count: batch))
    }
}

/// A measurement that cannot be made, or whose result is wrong.
struct BenchError: Error, CustomStringConvertible {
    let description: String
}

extension Phase: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}

/// One digit behind the point.
func rounded(_ value: Double) -> Double {
    (value * 10).rounded() / 10
}
