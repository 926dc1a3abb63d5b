import CKernels
import LayerCases
import Layers
import Testing

/// Pooling against the layers' reference, on every instruction set.
@Suite struct PoolingTests {
    static let windows = [
        ("{kernel: 3, stride: 1, pad: 1}", 6, 9), ("{kernel: 3, stride: 2, pad: 1}", 8, 8),
        ("{kernel: 3, stride: 2, round: ceil}", 8, 11), ("{kernel: 2}", 5, 4), ("{kernel: 5, stride: 3}", 14, 14),
        ("{kernel: [2, 4], stride: [1, 3], pad: [1, 2]}", 5, 10), ("{kernel: 2, stride: 3, pad: 0, round: ceil}", 7, 9),
        ("{kernel: [1, 9], stride: 1, pad: [0, 4]}", 3, 12), ("{kernel: 7}", 7, 7),
        ("{kernel: [16, 2], stride: 1, pad: [8, 0]}", 20, 90), ("{kernel: 4, stride: 2, pad: same}", 7, 10),
    ].map { PoolingWindow(fields: $0.0, height: $0.1, width: $0.2) }

    @Test(arguments: Machine.all, windows) func maximum(machine: Machine, window: PoolingWindow) throws {
        for run in try runs("max-pool", window, machine) {
            #expect(ckern_max_pool_supports([run.window]))
            let found = run.maximum()
            #expect(found.output.values == run.reference.values, "\(run.shape)")
            #expect(found.output.isCleanAround, "\(run.shape)")
            #expect(run.maximum(keepsPlaces: false).output.values == run.reference.values, "\(run.shape)")
            let back = run.maximumGradient(found.places)
            #expect(agree(back.values, run.gradient(), within: run.shape.bound), "\(run.shape)")
            #expect(back.isCleanAround, "\(run.shape)")
            let both = run.maximumGradient(found.places, hasSecond: true, adds: true)
            #expect(agree(both.values, run.gradient(hasSecond: true, adds: true), within: run.shape.bound))
        }
    }

    @Test(arguments: Machine.all, windows) func average(machine: Machine, window: PoolingWindow) throws {
        for includesPadding in [false, true] {
            let window = window.adding("include-pad: \(includesPadding)")
            for run in try runs("average-pool", window, machine) {
                #expect(ckern_average_pool_supports([run.window]))
                let found = run.average(includesPadding: includesPadding)
                #expect(agree(found.values, run.reference.values.map(Double.init), within: run.shape.bound))
                #expect(found.isCleanAround)
                for adds in [false, true] {
                    let back = run.averageGradient(includesPadding: includesPadding, adds: adds)
                    #expect(agree(back.values, run.gradient(adds: adds), within: run.shape.bound))
                    #expect(back.isCleanAround)
                }
            }
        }
    }

    /// What is no number wins only as the first under the window, as in the reference.
    @Test(arguments: Machine.all) func whatIsNoNumber(machine: Machine) throws {
        let window = PoolingWindow(fields: "{kernel: 2, stride: 1}", height: 2, width: 4)
        let shape = BlockedShape(images: 1, channels: 1, height: 2, width: 4, block: 8)
        let run = try PoolingRun("max-pool", window, shape, [1, .nan, 3, 2, 5, 1, 0, 7], machine)
        let found = run.maximum()
        #expect(found.output.values[0] == 5 && found.output.values[1].isNaN && found.output.values[2] == 7)
    }

    @Test func windowsTooLargeAreRefused() {
        let large = CkernWindow(
            kernelHeight: 17, kernelWidth: 16, strideHeight: 1, strideWidth: 1, padTop: 0, padLeft: 0, padBottom: 0,
            padRight: 0, outputHeight: 1, outputWidth: 1)
        #expect(!ckern_max_pool_supports([large]))
        #expect(!ckern_average_pool_supports([large]))
    }

    private func runs(_ layer: String, _ window: PoolingWindow, _ machine: Machine) throws -> [PoolingRun] {
        try [false, true].flatMap { isBFloat16 in
            try [(16, 18, 1, 0), (8, 8, 0, 2)].map { block, channels, before, after in
                let shape = BlockedShape(
                    images: 2, channels: channels, height: window.height, width: window.width, block: block,
                    isBFloat16: isBFloat16, blocksBefore: before, blocksAfter: after)
                // Quarters, so that many are equal.
                let numbers = shape.numbers(seed: 1).map { ($0 * 4).rounded() / 4 }
                return try PoolingRun(layer, window, shape, numbers, machine)
            }
        }
    }
}

/// The fields of a pooling and the picture that it goes over.
struct PoolingWindow: Hashable, Sendable, CustomStringConvertible {
    let fields: String
    let height: Int
    let width: Int

    func adding(_ field: String) -> PoolingWindow {
        PoolingWindow(fields: "\(fields.dropLast()), \(field)}", height: height, width: width)
    }

    var description: String { "\(fields) on \(height) × \(width)" }
}
