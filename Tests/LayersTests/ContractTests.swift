import LayerCases
import Layers
import SpecSyntax
import Tensors
import Testing

/// What a layer says of itself, held to what it does when its inputs change.
@Suite("layers keep what they promise")
struct ContractTests {
    /// The inputs that have the places which receptive fields are about: not the 1×1 pictures that are spread over others.
    private func pictures(_ test: LayerCase) -> [Int] {
        let areas = test.inputShapes.map { $0.rank == 3 ? $0[1] * $0[2] : 0 }
        return test.inputShapes.indices.filter { areas[$0] > 0 && areas[$0] == areas.max() }
    }

    @Test("`sight` is what a place of the output changes with", arguments: LayerCase.all)
    func sight(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        let hasPlaces = try layer.outputShape(test.inputShapes).rank == 3
        for input in pictures(test) {
            let found = try SeenPlaces(test, layer, input: input)
            let (rows, columns) = (
                found.boxes.map { $0.map { $0?.rows } }.columns, found.boxes.map { $0.map { $0?.columns } }
            )
            switch layer.sight(test.inputShapes) {
            case .place where hasPlaces:
                // One place each, and the next one's beside it: a crop begins elsewhere.
                #expect(found.seen.joined().allSatisfy { $0.count == 1 }, "\(test)")
                for line in rows + columns {
                    let places = line.compactMap { $0?.lowerBound }
                    #expect(places == Array((places.first ?? 0)..<(places.first ?? 0) + line.count), "\(test)")
                }
            // A row of numbers, or a loss, has no places to look from.
            case .place: continue
            case .everything: #expect(found.seen.joined().allSatisfy { $0 == found.all }, "\(test)")
            case .window(let reach, let stride):
                expectWindow(rows, reach.height, stride.height, found.height, test)
                expectWindow(columns, reach.width, stride.width, found.width, test)
            case .finer(let reach, let scale):
                expectFiner(rows, reach.height, scale.height, found.height, isDense: found.isDense, test)
                expectFiner(columns, reach.width, scale.width, found.width, isDense: found.isDense, test)
            }
        }
    }

    /// Every place of the input has `scale` places of the output, and fewer where windows leave gaps.
    private func expectFiner(
        _ lines: [[ClosedRange<Int>?]], _ reach: Int, _ scale: Int, _ length: Int, isDense: Bool, _ test: LayerCase
    ) {
        let counts = lines.joined().compactMap { $0?.count }
        #expect(counts.allSatisfy { $0 <= reach }, "\(test)")
        if reach <= length { #expect(counts.max() == reach, "\(test)") }
        // Where a kernel's taps are apart, neighbours see other places altogether.
        guard isDense else { return }
        for line in lines {
            let begins = line.compactMap { $0?.lowerBound }
            #expect(zip(begins, begins.dropFirst()).allSatisfy { $0 <= $1 && $1 <= $0 + 1 }, "\(test)")
            let inside = Dictionary(grouping: begins) { $0 }.filter { $0.key > 0 && $0.key < length - reach }
            #expect(inside.values.allSatisfy { $0.count <= scale }, "\(test)")
        }
    }

    /// - Parameter lines: along one axis, what each place of the output sees; several such lines.
    private func expectWindow(
        _ lines: [[ClosedRange<Int>?]], _ reach: Int, _ stride: Int, _ length: Int, _ test: LayerCase
    ) {
        let ranges = lines.joined().compactMap { $0 }
        #expect(ranges.allSatisfy { $0.count <= reach }, "\(test)")
        if reach <= length { #expect(ranges.map(\.count).max() == reach, "\(test)") }
        // The padding cuts other windows short.
        let steps = lines.flatMap { line in
            zip(line, line.dropFirst()).compactMap { one, next -> Int? in
                guard let one, let next, one.count == reach, next.count == reach else { return nil }
                return next.lowerBound - one.lowerBound
            }
        }
        if let most = steps.max() { #expect(most == stride, "\(test)") }
    }

    @Test("`unseenInput` tells whether places are without effect", arguments: LayerCase.all)
    func unseenInput(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        guard case .window = layer.sight(test.inputShapes), let input = pictures(test).first else {
            return #expect(layer.unseenInput(test.inputShapes) == nil, "only windows stop short: \(test)")
        }
        let found = try SeenPlaces(test, layer, input: input)
        #expect((layer.unseenInput(test.inputShapes) == nil) == found.seesAll, "\(test)")
    }

    @Test("an identity gives its first input", arguments: LayerCase.all)
    func identity(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        for phase in [Phase.training, .evaluation] where layer.isIdentity(in: phase) {
            var pass = test.pass(phase, of: layer)
            #expect(layer.forward(&pass) == test.inputs[0], "\(test), \(phase)")
        }
    }

    @Test("`inputChannels` are the inputs, and they alone", arguments: LayerCase.all)
    func inputChannels(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        let places = layer.inputChannels(test.inputShapes)
        guard !places.isEmpty else { return }
        #expect(places.count == test.inputShapes.count, "\(test)")
        for phase in [Phase.training, .evaluation] {
            var pass = test.pass(phase, of: layer)
            let output = layer.forward(&pass)
            for (channels, input) in zip(places, pass.inputs) {
                #expect(channels.count == input.shape[1], "\(test)")
                for picture in 0..<test.batch {
                    for (number, channel) in channels.enumerated() {
                        #expect(plane(output, picture, channel) == plane(input, picture, number), "\(test)")
                    }
                }
            }
        }
    }

    private func plane(_ tensor: Tensor, _ picture: Int, _ channel: Int) -> ArraySlice<Float> {
        let area = tensor.shape.lengths.dropFirst(2).reduce(1, *)
        let start = (picture * tensor.shape[1] + channel) * area
        return tensor.values[start..<start + area]
    }

    @Test("`backward` reads no more of the forward pass than `backwardNeeds`", arguments: LayerCase.all)
    func backwardNeeds(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        let needs = layer.backwardNeeds(test.inputShapes)
        var pass = test.pass(.training, of: layer)
        let start = pass
        let output = layer.forward(&pass)
        let saved = pass.saved.reduce(0) { $0 + $1.values.count }
        let kept = needs.numbersPerPicture * test.batch + needs.numbersPerBatch
        #expect(saved <= kept + (needs.output ? output.values.count : 0), "\(test)")
        let gradient = test.outputGradient(try layer.outputShape(test.inputShapes))
        let usual = layer.backward(gradient, pass)
        for inputs in otherInputs(start.inputs, output) {
            var other = LayerPass(
                phase: .training, inputs: inputs, parameters: start.parameters, targets: start.targets,
                draws: start.draws)
            let isSameOutput = layer.forward(&other) == output
            other.saved = pass.saved
            let found = layer.backward(gradient, other)
            if !needs.inputs, !needs.output || isSameOutput {
                #expect(found.inputs == usual.inputs && found.parameters == usual.parameters, "\(test)")
            }
        }
        // The least: what is said to be needed makes a difference.
        guard needs.inputs || needs.output, let inputs = otherInputs(start.inputs, output).last else { return }
        var other = LayerPass(
            phase: .training, inputs: inputs, parameters: start.parameters, targets: start.targets, draws: start.draws)
        _ = layer.forward(&other)
        let found = layer.backward(gradient, other)
        #expect(found.inputs != usual.inputs || found.parameters != usual.parameters, "\(test)")
    }

    /// Inputs of the same shapes, of which some give an activation's output again: negative numbers halved, the output in
    /// the input's place, all numbers raised by one. The last has nothing in common with the first.
    private func otherInputs(_ inputs: [Tensor], _ output: Tensor) -> [[Tensor]] {
        let outputAsInput = inputs.allSatisfy { $0.shape == output.shape } ? [inputs.map { _ in output }] : []
        return outputAsInput + [
            inputs.map { input in Tensor(input.shape, input.values.map { $0 < 0 ? $0 / 2 : $0 }) },
            inputs.map { input in Tensor(input.shape, input.values.map { $0 + 1 }) },
            inputs.map { input in Tensor(input.shape, input.values.reversed().map { 0.5 - $0 }) },
        ]
    }
}

extension [[ClosedRange<Int>?]] {
    /// Lines along the other axis.
    fileprivate var columns: Self {
        self[0].indices.map { column in map { $0[column] } }
    }
}
