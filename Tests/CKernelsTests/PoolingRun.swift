import CKernels
import LayerCases
import Layers
import Tensors

/// A pooling of given numbers, to run on a machine and compare with the layer's reference.
struct PoolingRun {
    let shape: BlockedShape
    let outputShape: BlockedShape
    let window: CkernWindow
    let source: [Float]
    let reference: Tensor
    private let upstream: [Float]
    private let secondUpstream: [Float]
    private let before: [Float]
    private let layer: any Layer
    private let pass: LayerPass

    init(
        _ name: String, _ window: PoolingWindow, _ shape: BlockedShape, _ source: [Float]
    ) throws {
        layer = try read(layer: "\(name): \(window.fields)")
        (self.shape, self.source) = (shape, source)
        let input = Tensor([shape.images, shape.channels, shape.height, shape.width], source)
        var pass = LayerPass(phase: .training, inputs: [input])
        reference = layer.forward(&pass)
        self.pass = pass
        let sliding = (layer as? MaxPool)?.window ?? (layer as? AveragePool)?.window
        guard let axes = try sliding?.axes(height: shape.height, width: shape.width) else {
            throw NoPooling(name: name)
        }
        self.window = CkernWindow(axes.height, axes.width)
        outputShape = shape.resized(axes.height.output, axes.width.output)
        upstream = outputShape.numbers(seed: 2)
        secondUpstream = outputShape.numbers(seed: 3)
        before = shape.numbers(seed: 4)
    }

    private struct NoPooling: Error {
        let name: String
    }

    /// The reference's gradient of `upstream`, plus the second, on top of `before`.
    func gradient(hasSecond: Bool = false, adds: Bool = false) -> [Double] {
        let parts = [upstream] + (hasSecond ? [secondUpstream] : [])
        let gradients = parts.map { layer.backward(Tensor(reference.shape, $0), pass).inputs[0].values }
        return before.indices.map { index in
            gradients.reduce(adds ? Double(before[index]) : 0) { $0 + Double($1[index]) }
        }
    }

    func maximum(_ machine: Machine, keepsPlaces: Bool = true) -> (output: BlockedTensor, places: [UInt8]) {
        var (machine, window) = (machine.code, window)
        let (input, output) = (BlockedTensor(shape, source), BlockedTensor(outputShape))
        var places = [UInt8](repeating: 255, count: ckern_max_pool_place_byte_count(shape.code, &window))
        places.withUnsafeMutableBufferPointer {
            ckern_max_pool(
                &machine, shape.code, &window, input.code, output.code, keepsPlaces ? $0.baseAddress : nil)
        }
        return (output, places)
    }

    func maximumGradient(
        _ machine: Machine, _ places: [UInt8], hasSecond: Bool = false, adds: Bool = false
    ) -> BlockedTensor {
        var (machine, window) = (machine.code, window)
        let result = BlockedTensor(shape, adds ? before : nil)
        let second = hasSecond ? BlockedTensor(outputShape.alone, secondUpstream) : nil
        let gradient = BlockedTensor(outputShape, upstream)
        ckern_max_pool_backward(
            &machine, shape.code, &window, gradient.code, second?.code ?? CkernTensor(), places, result.code, adds)
        return withExtendedLifetime((gradient, second)) { result }
    }

    func average(_ machine: Machine, includesPadding: Bool) -> BlockedTensor {
        var (machine, window) = (machine.code, window)
        let (input, output) = (BlockedTensor(shape, source), BlockedTensor(outputShape))
        ckern_average_pool(&machine, shape.code, &window, includesPadding, input.code, output.code)
        return withExtendedLifetime(input) { output }
    }

    func averageGradient(_ machine: Machine, includesPadding: Bool, adds: Bool = false) -> BlockedTensor {
        var (machine, window) = (machine.code, window)
        let (gradient, result) = (BlockedTensor(outputShape, upstream), BlockedTensor(shape, adds ? before : nil))
        ckern_average_pool_backward(
            &machine, shape.code, &window, includesPadding, gradient.code, result.code, adds)
        return withExtendedLifetime(gradient) { result }
    }
}

extension CkernWindow {
    init(_ height: Window.Axis, _ width: Window.Axis) {
        self.init(
            kernelHeight: height.kernel, kernelWidth: width.kernel, strideHeight: height.stride,
            strideWidth: width.stride, padTop: height.padBefore, padLeft: width.padBefore,
            padBottom: height.padAfter, padRight: width.padAfter, outputHeight: height.output,
            outputWidth: width.output)
    }
}
