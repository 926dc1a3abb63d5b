import ArgumentParser
import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import SpecCompiler

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

    /// Of scores, losses and gradients, each as one long vector: the norm of the difference over the norm.
    private static let tolerance = 1e-3

    func run() throws {
        let network = try subject.network()
        let error = try largestError(network)
        guard error <= Self.tolerance else {
            throw BenchError(description: "the reference must be met within \(Self.tolerance), found \(error)")
        }
        print("checked on 2 pictures: the largest relative error is \(error)")
        let (executable, pictures) = try subject.prepared(network)
        try executable.run(pictures)
        let runs = try (0..<subject.steps).map { _ in try executable.timedRun(pictures) }
        let speed = MachineSpeed(
            flopsPerSecond: try PeakSpeed.measure(.float32, threads: subject.threads) ?? .infinity,
            bytesPerSecond: try MemoryBandwidth.measure(threads: subject.threads))
        print(
            "\(network.name) \(subject.phase.rawValue), batch \(subject.batch), \(subject.threads) threads; this machine "
                + "reaches \(rounded(speed.flopsPerSecond / 1e9)) GFLOP/s and \(rounded(speed.bytesPerSecond / 1e9)) GB/s"
        )
        print(KernelTable(executable.profile, runs: runs, of: network, on: speed).text, terminator: "")
    }

    private func largestError(_ network: Network) throws -> Double {
        let passes = subject.passes
        let expected = try results(network, ReferenceBackend(), passes: [])
        let found = try results(network, OneDNNBackend(threads: subject.threads), passes: passes)
        return zip(found, expected).map(relativeError).max() ?? .infinity
    }

    /// Scores, losses and, in training, gradients of two pictures of noise.
    private func results(_ network: Network, _ backend: any Backend, passes: [PlanPass]) throws -> [[Float]] {
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let plan = ExecutionPlan(network, phase: subject.phase, batch: 2, passes: passes)
        let executable = try backend.compile(plan, parameters: parameters)
        try executable.run(PictureBatch.random(for: network, count: 2))
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
