import CAllocations
import Execution
import Layers
import Networks
import OneDNNBackend
import Planning
import Synchronization
import Tensors
import Testing

/// A step takes no memory for tensors: all buffers have their places in the arena before the first step. What is left is
/// oneDNN's own table of each primitive's arguments, some tens of bytes each, and the handing over of the job; and where
/// oneDNN computes by its matrix product, `gemm`, room in which that lays out its operands, which it does not take from the
/// scratchpad on processors without AVX-512. What is counted is the heap; arenas are mapped, by `MemoryBlock`, which only
/// `compile` makes.
@Suite(.serialized) struct AllocationTests {
    /// Tells what the thread that computes has allocated since it was last asked.
    private final class Meter: Sendable {
        private let last = Mutex(Allocations())

        func read() {
            last.withLock { $0 = allocations_of_this_thread() }
            allocations_forget()
        }

        var allocations: Allocations { last.withLock { $0 } }
    }

    /// The layers that have a kernel here; those that run by their reference take memory at each step.
    private static let steps =
        "[{convolution: {name: a, filters: 16, kernel: 3, pad: 1, bias: false}}, batch-norm, relu, {lrn: {size: 3}}, "
        + "{concat: {left: [{convolution: {filters: 16, kernel: 1}}, relu], "
        + "right: [{max-pool: {kernel: 3, stride: 1, pad: 1}}]}}, "
        + "{average-pool: {kernel: 3, stride: 1, pad: 1}}, {convolution: {name: b, filters: 16, kernel: 3, pad: same}}, "
        + "{add: {from: [a, b]}}, {adaptive-average-pool: {size: 3}}, softmax, {dropout: {ratio: 0.3}}, global-average-pool, flatten, "
        + "{linear: {outputs: 9}}, relu, {linear: {outputs: 4}}]"

    @Test(
        .enabled(if: allocations_are_counted(), "needs the C library's own heap"),
        arguments: [Phase.training, .evaluation])
    func stepsTakeNoBuffers(_ phase: Phase) throws {
        let network = try GraphNetwork.network(of: Self.steps).adding(loss: SoftmaxCrossEntropy())
        let parameters = try ParameterStore(network)
        GraphNetwork.fill(parameters)
        let plan = ExecutionPlan(network, phase: phase, batch: 5)
        let executable = try OneDNNBackend(threads: 1).compile(plan, parameters: parameters)
        let batch = try Batch.random(for: network, count: 5)
        let meter = Meter()
        let steps = try (0..<4).map { _ in
            try executable.run(batch)
            try executable.onTeam { _, _ in meter.read() }
            return meter.allocations
        }
        let hasMatrixProducts = executable.profile.contains { $0.implementation.contains("gemm") }
        let convolvesByMatrixProducts = executable.profile.contains {
            $0.name.hasPrefix("convolution") && $0.implementation.contains("gemm")
        }
        for step in steps.dropFirst() {
            // The pictures have 2,160 bytes, and an activation of the first convolution 11,520.
            #expect(step.count > 0, "oneDNN's tables are seen")
            #expect(step.largest < 2_160)
            #expect(step.largestOfOneDNN < 2_160 || hasMatrixProducts)
            // Convolutions by matrix products ask for some small things at each of them, in oneDNN 3.
            #expect(step.count <= 5 * executable.profile.count || convolvesByMatrixProducts)
            #expect(step.byteCount == steps[1].byteCount, "nothing grows from step to step")
        }
    }
}
