import CKernels
import Testing

struct PeakTests {
    /// No core does more than two 512-bit multiply-adds, 64 operations, in a cycle, nor has 10 GHz; and none that runs at
    /// all does less than one in a hundred cycles of a slow one.
    @Test func isWithinWhatACoreCanDo() {
        for instructions in [CkernPortable, CkernAVX2, CkernAVX512].filter({
            $0.rawValue <= ckern_best_instructions().rawValue
        }) {
            var machine = CkernMachine(instructions: instructions, threads: 1, parallel: nil, streamingByteCount: .max)
            let speed = ckern_peak_flops(&machine, CkernFloat32, 0.01)
            #expect(speed > 1e6 && speed < 64 * 10e9)
        }
    }

    @Test func portableCodeHasNoBFloat16() {
        var machine = CkernMachine(instructions: CkernPortable, threads: 1, parallel: nil, streamingByteCount: .max)
        #expect(ckern_peak_flops(&machine, CkernBFloat16, 0.01) == 0)
    }
}
