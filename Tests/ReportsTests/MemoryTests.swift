import Layers
import Planning
import Reports
import Testing

/// Activations of small networks, by hand: in bytes of float32, for one picture of [3, 32, 32], 12,288 bytes.
struct MemoryTests {
    private func evaluation(_ steps: String) throws -> Int {
        try SummaryReport(experiment(steps: steps), .init()).memory.activations
    }

    private func training(_ steps: String) throws -> (kept: Int, gradients: Int) {
        let memory = try SummaryReport(experiment(steps: steps), .init(phase: .training)).memory
        return (memory.activations, memory.activationGradients)
    }

    @Test func chainHoldsAnInputAndAnOutput() throws {
        // Picture and conv: 3·1024 + 8·1024. Conv and relu: 2·8·1024. Relu and pool: 8·1024 + 8·256.
        let steps = "  - convolution: {filters: 8, kernel: 1}\n  - relu\n  - max-pool: {kernel: 2}"
        #expect(try evaluation(steps) == 4 * 2 * 8 * 1024)
    }

    @Test func whatALaterLayerReadsStaysAlive() throws {
        // At b: a, which the sum reads, and relu and b: 3·4·1024. At the sum: a, b and the sum.
        let steps = """
              - convolution: {name: a, filters: 4, kernel: 1}
              - relu
              - convolution: {name: b, filters: 4, kernel: 1}
              - add: {from: [a, b]}
            """
        #expect(try evaluation(steps) == 4 * 3 * 4 * 1024)
    }

    @Test func aLayerThatNobodyReadsIsNotComputed() throws {
        let steps = """
              - convolution: {name: unread, filters: 500, kernel: 1}
              - convolution: {filters: 1, kernel: 1, from: input}
            """
        #expect(try evaluation(steps) == 4 * (3 + 1) * 1024)
    }

    @Test func backwardReadsInputsOfSumsAndOutputsOfReLUs() throws {
        // Kept: the picture (conv), relu's output (also the input of pool), pool's output (linear), the scores (loss).
        // Not kept: conv's output. Gradients: of conv and of relu at once.
        let steps = """
              - convolution: {filters: 8, kernel: 1}
              - relu
              - max-pool: {kernel: 2}
              - linear: {outputs: 10}
            """
        let (kept, gradients) = try training(steps)
        #expect(kept == 4 * (3 * 1024 + 8 * 1024 + 8 * 256 + 10))
        #expect(gradients == 4 * 2 * 8 * 1024)
    }

    @Test func dropoutKeepsItsMaskAndBatchNormItsStatistics() throws {
        // Kept: the picture (conv), conv's output and 2·8 statistics (batch norm), a mask of 8·1024 (dropout), its
        // output (linear), the scores.
        let steps = """
              - convolution: {filters: 8, kernel: 1}
              - batch-norm
              - dropout
              - linear: {outputs: 10}
            """
        #expect(try training(steps).kept == 4 * (3 * 1024 + 8 * 1024 + 2 * 8 + 2 * 8 * 1024 + 10))
    }

    @Test func outputThatTakesNoLossCannotBeTrained() throws {
        #expect(throws: (any Error).self) {
            try SummaryReport(
                experiment(steps: "  - convolution: {filters: 8, kernel: 1}"), .init(phase: .training))
        }
    }
}
