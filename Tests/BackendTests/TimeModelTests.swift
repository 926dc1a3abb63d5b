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

    /// A line through 1 s for 10 bytes and 2 s for 20 and 40 on average: 0.5 s each and 0.05 s a byte. What has arithmetic
    /// waits as long as the usual operation does, and what was measured on one size only is not known.
    @Test func operationsInTheCachesTakeTheirTimeEachAndByTheByte() {
        func operation(_ name: String, _ byteCount: Int, _ multiplyAdds: Int = 0) -> OperationProfile {
            OperationProfile(
                pass: .forward, nodes: [], name: name, implementation: "netspec", layouts: "",
                multiplyAdds: multiplyAdds, byteCount: byteCount)
        }
        let speeds = OperationSpeeds(
            few: [(operation("sum of 2", 10), 1), (operation("ReLU", 10), 3)],
            many: [(operation("sum of 2", 20), 2), (operation("sum of 3", 40), 2), (operation("copy", 8), 1)])
        let model = TimeModel(MachineSpeed(flopsPerSecond: 100, bytesPerSecond: 10, operations: speeds))
        #expect(model.seconds(operation("sum of 5", 20)) == 2)
        #expect(model.seconds(operation("sum of 2", 2)) == 0.6)
        #expect(model.seconds(operation("inner product", 10, 150)) == 3.5)
        #expect(model.seconds(operation("ReLU", 10)) == 1.5)
    }

    /// No memory moves less than a megabyte a second, or more than 100 terabytes.
    @Test func theBandwidthIsOneThatMachinesHave() throws {
        #expect(try (1e6...1e14).contains(MemoryBandwidth.measure(threads: 2)))
    }
}
