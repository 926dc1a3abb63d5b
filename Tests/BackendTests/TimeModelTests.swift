import Execution
import OneDNNBackend
import Testing

struct TimeModelTests {
    private let model = TimeModel(MachineSpeed(flopsPerSecond: 100, bytesPerSecond: 10))

    /// 2 · 150 operations at 100 a second, 20 bytes at 10 a second; and the other way round.
    @Test func theLongerOfArithmeticAndBytesCounts() {
        func operation(
            _ multiplyAdds: Int, _ byteCount: Int, by implementation: String = "jit", name: String = ""
        ) -> OperationProfile {
            OperationProfile(
                pass: .forward, nodes: [], name: name, implementation: implementation, layouts: "",
                multiplyAdds: multiplyAdds, byteCount: byteCount)
        }
        #expect(model.seconds(operation(150, 20)) == 3)
        #expect(model.seconds(operation(50, 20)) == 2)
        #expect(model.seconds(operation(0, 5)) == 0.5)
        // Half the arithmetic of a direct convolution.
        let winograd = "jit_wino_4x3:avx512_core"
        #expect(model.seconds(operation(150, 5, by: winograd)) == 1.5)
        // In float32 amid bfloat16 it has as much to do as a direct one.
        let name = "convolution forward (\(ConvolutionAlgorithm.winogradInFloat32.rawValue))"
        #expect(model.seconds(operation(150, 5, by: winograd, name: name)) == 3)
    }

    /// No memory moves less than a megabyte a second, or more than 100 terabytes.
    @Test func theBandwidthIsOneThatMachinesHave() throws {
        #expect(try (1e6...1e14).contains(MemoryBandwidth.measure(threads: 2)))
    }
}
