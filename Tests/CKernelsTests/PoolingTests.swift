import CKernels
import LayerCases
import Layers
import Tensors
import Testing

/// Pooling against the layers' reference, on every instruction set.
@Suite struct PoolingTests {
    static let windows = [
        ("{kernel: 3, stride: 1, pad: 1}", 6, 9), ("{kernel: 3, stride: 2, pad: 1}", 8, 8),
        ("{kernel: 3, stride: 2, round: ceil}", 8, 11), ("{kernel: 2}", 5, 4), ("{kernel: 5, stride: 3}", 14, 14),
        ("{kernel: [2, 4], stride: [1, 3], pad: [1, 2]}", 5, 10), ("{kernel: 2, stride: 3, pad: 0, round: ceil}", 7, 9),
        ("{kernel: [1, 9], stride: 1, pad: [0, 4]}", 3, 12), ("{kernel: 7}", 7, 7),
        ("{kernel: [16, 2], stride: 1, pad: [8, 0]}", 9, 70), ("{kernel: 4, stride: 2, pad: same}", 7, 10),
        ("{kernel: 3, stride: 2, pad: same}", 2, 2), ("{kernel: 3, stride: 2, pad: 1}", 1, 1),
        ("{kernel: 3, stride: 1, pad: 1}", 2, 1), ("{kernel: [2, 3], stride: [1, 2], pad: [0, 1]}", 5, 40),
    ].map { PoolingWindow(fields: $0.0, height: $0.1, width: $0.2) }

    @Test(arguments: windows) func maximum(window: PoolingWindow) throws {
        for run in try runs("max-pool", window) {
            #expect(ckern_max_pool_supports([run.window]))
            let (gradient, both) = (run.gradient(), run.gradient(hasSecond: true, adds: true))
            for machine in Machine.all {
                let found = run.maximum(machine)
                #expect(difference(found.output.values, run.reference.values) == nil, "\(run.shape) \(machine)")
                #expect(found.output.isCleanAround, "\(run.shape) \(machine)")
                let withoutPlaces = run.maximum(machine, keepsPlaces: false).output
                #expect(difference(withoutPlaces.values, run.reference.values) == nil, "\(run.shape) \(machine)")
                let back = run.maximumGradient(machine, found.places)
                #expect(difference(back.values, gradient, within: run.shape.bound) == nil, "\(run.shape) \(machine)")
                #expect(back.isCleanAround, "\(run.shape) \(machine)")
                let onto = run.maximumGradient(machine, found.places, hasSecond: true, adds: true)
                #expect(difference(onto.values, both, within: run.shape.bound) == nil, "\(run.shape) \(machine)")
            }
        }
    }

    @Test(arguments: windows, [false, true]) func average(window: PoolingWindow, includesPadding: Bool) throws {
        for run in try runs("average-pool", window.adding("include-pad: \(includesPadding)")) {
            #expect(ckern_average_pool_supports([run.window]))
            let (gradient, onto) = (run.gradient(), run.gradient(adds: true))
            for machine in Machine.all {
                let found = run.average(machine, includesPadding: includesPadding)
                let expected = run.reference.values.map(Double.init)
                #expect(difference(found.values, expected, within: run.shape.bound) == nil, "\(run.shape) \(machine)")
                #expect(found.isCleanAround, "\(run.shape) \(machine)")
                let back = run.averageGradient(machine, includesPadding: includesPadding)
                #expect(difference(back.values, gradient, within: run.shape.bound) == nil, "\(run.shape) \(machine)")
                #expect(back.isCleanAround, "\(run.shape) \(machine)")
                let sum = run.averageGradient(machine, includesPadding: includesPadding, adds: true)
                #expect(difference(sum.values, onto, within: run.shape.bound) == nil, "\(run.shape) \(machine)")
            }
        }
    }

    /// What ReLUs leave has a loop of its own, which must see what it is not for.
    @Test(arguments: windows, [nil, -0.0, -1, Float.nan])
    func maximumOfWhatReLUsLeave(window: PoolingWindow, odd: Float?) throws {
        for run in try runs("max-pool", window, { max($0, 0) }, last: odd) {
            for machine in Machine.all {
                let found = run.maximum(machine, keepsPlaces: false).output
                for (number, expected) in zip(found.values, run.reference.values) {
                    #expect(number == expected || (number.isNaN && expected.isNaN), "\(run.shape) \(machine)")
                }
                #expect(found.isCleanAround, "\(run.shape) \(machine)")
            }
        }
    }

    /// What is no number wins wherever it stands under the window, as in PyTorch, so that it is not hidden.
    @Test(arguments: Machine.all, [4, 8, 16]) func whatIsNoNumber(machine: Machine, block: Int) throws {
        let window = PoolingWindow(fields: "{kernel: 2, stride: 1}", height: 2, width: 4)
        let shape = BlockedShape(images: 1, channels: 1, height: 2, width: 4, block: block)
        let run = try PoolingRun("max-pool", window, shape, [1, .nan, 3, 2, 5, 1, 0, 7])
        #expect(run.reference.values[0].isNaN && run.reference.values[1].isNaN && run.reference.values[2] == 7)
        for keepsPlaces in [true, false] {
            let found = run.maximum(machine, keepsPlaces: keepsPlaces).output.values
            #expect(found[0].isNaN && found[1].isNaN && found[2] == 7)
        }
        // The gradient goes where the output came from: both to the second place.
        let gradient = run.maximumGradient(machine, run.maximum(machine).places).values
        #expect(difference(gradient, run.gradient(), within: run.shape.bound) == nil)
        #expect(gradient[0] == 0 && gradient[1] != 0)
    }

    /// A window that covers the whole picture has one stop, whatever its size.
    @Test func averageOfTheWholePicture() throws {
        for run in try runs("average-pool", PoolingWindow(fields: "{kernel: 20, stride: 1}", height: 20, width: 20)) {
            #expect(ckern_average_pool_supports([run.window]))
            let found = run.average(.best, includesPadding: false)
            #expect(difference(found.values, run.reference.values.map(Double.init), within: run.shape.bound) == nil)
            let back = run.averageGradient(.best, includesPadding: false)
            #expect(difference(back.values, run.gradient(), within: run.shape.bound) == nil)
        }
    }

    @Test func windowsTooLargeAreRefused() {
        let large = CkernWindow(
            kernelHeight: 17, kernelWidth: 16, strideHeight: 1, strideWidth: 1, padTop: 0, padLeft: 0, padBottom: 0,
            padRight: 0, outputHeight: 20, outputWidth: 20)
        #expect(!ckern_max_pool_supports([large]))
        #expect(!ckern_average_pool_supports([large]))
    }

    /// - Parameter last: takes the place of the last number.
    private func runs(
        _ layer: String, _ window: PoolingWindow, _ change: (Float) -> Float = { $0 }, last: Float? = nil
    ) throws -> [PoolingRun] {
        try [false, true].flatMap { isBFloat16 in
            try [(16, 18, 1, 0), (8, 8, 0, 2), (4, 10, 1, 1)].map { block, channels, before, after in
                let shape = BlockedShape(
                    images: 2, channels: channels, height: window.height, width: window.width, block: block,
                    isBFloat16: isBFloat16, blocksBefore: before, blocksAfter: after)
                // Quarters, so that many are equal.
                var numbers = shape.numbers(seed: 1).map { change(($0 * 4).rounded() / 4) }
                if let last { numbers[numbers.count - 1] = last }
                return try PoolingRun(layer, window, shape, numbers)
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
