import ArgumentParser
import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler
import Tensors

/// The kernels of a network, each at work in a step.
struct BenchKernels: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Checks a network's kernels against the reference, and times each in a step.",
        discussion: """
            A kernel is listed once for each size of its work, with how often a step runs it there and its fastest run: \
            in GFLOP/s where it multiplies, in GB/s elsewhere. The check is a step on two pictures by both backends.

            Example: netspec-bench kernels Specs/googlenet-cifar10.yaml --batch 64
            """)

    @OptionGroup var subject: BenchSubject

    @Option(parsing: .unconditional, help: "Steps that count; one more goes before them.")
    var steps = 5

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps must be at least 1") }
    }

    /// What is compared, each as one long vector: the norm of the difference over the norm may be so much. A number that is
    /// within rounding of a ReLU's kink, or of another maximum under a window, sends its gradient elsewhere; in a deep
    /// network some are, so that its gradients agree less well than those of each layer, which the tests hold closely.
    /// A number in bfloat16 is rounded by up to 2⁻⁹ at each layer.
    private var tolerances: [(name: String, bound: Double)] {
        switch subject.precision {
        case .float32: [("scores", 1e-3), ("losses", 1e-3), ("gradients", 5e-2)]
        case .bfloat16: [("scores", 0.1), ("losses", 0.1), ("gradients", 0.5)]
        }
    }

    func run() throws {
        let network = try subject.network()
        print("checked on 2 pictures, relative errors: \(try check(network).joined(separator: ", "))")
        let (executable, pictures) = try subject.prepared(network)
        try executable.run(pictures)
        let runs = try (0..<steps).map { _ in try executable.timedRun(pictures) }
        let speed = MachineSpeed(
            flopsPerSecond: try PeakSpeed.measure(
                subject.precision == .float32 ? .float32 : .bfloat16, threads: subject.threads) ?? .infinity,
            bytesPerSecond: try MemoryBandwidth.measure(threads: subject.threads))
        print(
            "\(network.name) \(subject.phase.rawValue), batch \(subject.batch), \(subject.threads) threads; this machine "
                + "reaches \(rounded(speed.flopsPerSecond / 1e9)) GFLOP/s and \(rounded(speed.bytesPerSecond / 1e9)) GB/s"
        )
        print(KernelTable(executable.profile, runs: runs, of: network, on: speed).text, terminator: "")
    }

    /// The errors of what the reference finds too, in words.
    ///
    /// - Throws: `BenchError` when one is too large.
    private func check(_ network: Network) throws -> [String] {
        let expected = try results(network, ReferenceBackend(), passes: [])
        let found = try results(network, subject.backend(), passes: subject.passes)
        return try zip(tolerances, zip(found, expected)).map { tolerance, results in
            let error = relativeError(results.0, results.1)
            guard error <= tolerance.bound else {
                throw BenchError(
                    description:
                        "the reference's \(tolerance.name) must be met within \(tolerance.bound), found \(Float(error))"
                )
            }
            return "\(tolerance.name) \(Float(error))"
        }
    }

    /// Scores, losses and, in training, gradients of two pictures of noise.
    private func results(_ network: Network, _ backend: any Backend, passes: [PlanPass]) throws -> [[Float]] {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let plan = ExecutionPlan(network, phase: subject.phase, batch: 2, passes: passes)
        let executable = try backend.compile(plan, parameters: parameters)
        try executable.run(Batch.random(for: network, count: 2))
        return withExtendedLifetime((executable, parameters)) {
            let ends = [Array(executable.scores), Array(executable.losses)]
            return subject.phase == .training ? ends + [Array(parameters.gradients)] : ends
        }
    }
}

/// ‖found − expected‖ / ‖expected‖; infinite where a number is not one.
private func relativeError(_ found: [Float], _ expected: [Float]) -> Double {
    var (difference, total) = (0.0, 0.0)
    for (left, right) in zip(found, expected) {
        difference += (Double(left) - Double(right)) * (Double(left) - Double(right))
        total += Double(right) * Double(right)
    }
    guard difference > 0 || difference.isNaN else { return 0 }
    let error = (difference / max(total, 1e-30)).squareRoot()
    return error.isNaN ? .infinity : error
}
