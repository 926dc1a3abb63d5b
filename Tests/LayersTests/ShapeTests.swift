import LayerCases
import Layers
import Tensors
import Testing

@Suite("shapes, parameters and cost")
struct ShapeTests {
    @Test("GoogLeNet's poolings end at 7 when they round up, at 6 when they do not")
    func rounding() throws {
        for (round, sizes) in [("ceil", [112, 56, 28, 14, 7]), ("floor", [112, 55, 27, 13, 6])] {
            let pool = try read(layer: "max-pool: {kernel: 3, stride: 2, round: \(round)}")
            for (arriving, leaving) in zip(sizes, sizes.dropFirst()) {
                #expect(try pool.outputShape([[64, arriving, arriving]]) == [64, leaving, leaving])
            }
        }
    }

    @Test("costs of GoogLeNet's first convolution, AlexNet's second, and a classifier")
    func cost() throws {
        try expect("convolution: {filters: 64, kernel: 7, stride: 2, pad: 3}", [3, 224, 224], 9_472, 118_013_952)
        try expect("convolution: {filters: 256, kernel: 5, pad: 2, groups: 2}", [96, 27, 27], 307_456, 223_948_800)
        try expect("linear: {outputs: 1000}", [1024], 1_025_000, 1_024_000)
        try expect("batch-norm", [64, 8, 8], 128, 0)
    }

    private func expect(_ text: String, _ shape: Shape, _ parameters: Int, _ multiplyAdds: Int) throws {
        let layer = try read(layer: text)
        let learned = layer.parameters([shape]).filter { $0.role == .learned }
        #expect(learned.reduce(0) { $0 + $1.shape.elementCount } == parameters)
        #expect(try layer.multiplyAdds([shape], output: layer.outputShape([shape])) == multiplyAdds)
    }

    @Test("names, shapes and fans of parameters")
    func parameters() throws {
        let grouped = try read(layer: "convolution: {filters: 6, kernel: [3, 5], groups: 2}").parameters([[4, 9, 9]])
        #expect(grouped.map(\.name) == [.weight, .bias])
        #expect(grouped.map(\.shape) == [[6, 2, 3, 5], [6]])
        #expect(grouped.map(\.fanIn) == [30, 30])
        #expect(grouped.map(\.initializer) == [.uniformFanIn, .uniformFanIn])
        let bare = try read(layer: "convolution: {filters: 6, kernel: 1, bias: false, weight-init: he}")
        #expect(bare.parameters([[4, 9, 9]]).map(\.initializer) == [.he()])
        let text = "linear: {outputs: 7, bias-init: {constant: {value: 0.2}}}"
        let linear = try read(layer: text).parameters([[4, 3, 3]])
        #expect(linear.map(\.shape) == [[7, 36], [7]])
        #expect(linear.map(\.initializer) == [.uniformFanIn, .constant(0.2)])
        let norms: [(String, [ParameterSpecification.Name])] = [
            ("batch-norm", [.scale, .shift, .mean, .variance]),
            ("batch-norm: {scale: false}", [.shift, .mean, .variance]),
            ("batch-norm: {shift: false}", [.scale, .mean, .variance]),
        ]
        for (text, names) in norms {
            let parameters = try read(layer: text).parameters([[4, 9, 9]])
            #expect(parameters.map(\.name) == names)
            #expect(parameters.suffix(2).map(\.initializer) == [.constant(0), .constant(1)])
            #expect(parameters.suffix(2).allSatisfy { $0.role == .buffer })
        }
    }
}
