import Networks
import Reports
import SpecCompiler
import SpecSyntax
import Testing

/// Receptive fields by the formula of Araujo, Norris and Sim, Distill 2019, worked out by hand.
struct ReceptiveFieldTests {
    private func fields(_ steps: String) throws -> [String] {
        try experiment(steps: steps).network.receptiveFields.map(\.text)
    }

    @Test func chainOfWindows() throws {
        // 1 + 6·1 = 7, stride 2; 7 + 2·2 = 11, stride 4; the same; 11 + 2·4 = 19, dilated: 11 + 4·4 = 27.
        let steps = """
              - convolution: {filters: 4, kernel: 7, stride: 2, pad: 3}
              - max-pool: {kernel: 3, stride: 2, pad: 1}
              - relu
              - convolution: {filters: 4, kernel: 3, dilation: 2, pad: 2}
            """
        #expect(try fields(steps) == ["7 /2", "11 /4", "11 /4", "27 /4"])
    }

    @Test func axesThatDiffer() throws {
        let steps = """
              - convolution: {filters: 4, kernel: [1, 7], stride: [1, 2], pad: [0, 3]}
              - convolution: {filters: 4, kernel: [3, 1]}
            """
        #expect(try fields(steps) == ["[1, 7] /[1, 2]", "[3, 7] /[1, 2]"])
    }

    @Test func joinTakesTheLargest() throws {
        let steps = """
              - concat:
                  left: [{convolution: {filters: 4, kernel: 1}}]
                  right: [{convolution: {filters: 4, kernel: 3, pad: 1}}, {convolution: {filters: 4, kernel: 3, pad: 1}}]
                  tall: [{convolution: {filters: 4, kernel: [7, 1], pad: [3, 0]}}]
              - convolution: {filters: 4, kernel: 3}
            """
        #expect(try fields(steps).suffix(2) == ["[7, 5] /1", "[9, 7] /1"])
    }

    @Test func whatSeesEverythingHasNoStride() throws {
        // 15 places, a stride of 2 apart, of fields of 3: 3 + 14·2.
        let steps = """
              - convolution: {filters: 4, kernel: 3, stride: 2}
              - flatten
              - linear: {outputs: 5}
              - relu
            """
        #expect(try fields(steps) == ["3 /2", "3 /2", "31", "31"])
        #expect(try fields("  - convolution: {filters: 4, kernel: 3, stride: 2}\n  - global-average-pool").last == "31")
    }

    @Test func hugeWindowsSaturate() throws {
        let step = "  - max-pool: {kernel: 32767, stride: 32767, pad: 16384}\n"
        let last = try experiment(steps: String(repeating: step, count: 12)).network.receptiveFields.last
        #expect(last?.size.height == 1 << 53)
    }
}
