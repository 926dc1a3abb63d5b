import LayerCases
import Layers
import Tensors
import Testing

@Suite("how a layer's output shape came about")
struct LengthRuleTests {
    @Test("the rules give the shape", arguments: LayerCase.all)
    func lengths(_ test: LayerCase) throws {
        let layer = try test.makeLayer()
        let rules = layer.lengthRules(test.inputShapes)
        #expect(try rules.map(\.length) == layer.outputShape(test.inputShapes).lengths)
        let inputs = rules.flatMap(\.formula.quantities).compactMap { quantity in
            if case .input(let index) = quantity.source { return index }
            return nil as Int?
        }
        #expect(inputs.allSatisfy(test.inputShapes.indices.contains))
    }

    private func formulas(_ text: String, _ shapes: Shape...) throws -> [String] {
        try read(layer: text).lengthRules(shapes).map { "\($0.axis): \($0.formula.symbols): \($0.formula.numbers)" }
    }

    @Test("windows: floor, ceil, same, dilated")
    func windows() throws {
        let shape: Shape = [64, 112, 15]
        #expect(
            try formulas("convolution: {filters: 96, kernel: 3, stride: [2, 1], pad: 1}", shape) == [
                "channels: filters: 96",
                "height: floor((height + 2·pad − kernel) / stride) + 1: floor((112 + 2·1 − 3) / 2) + 1",
                "width: floor((width + 2·pad − kernel) / stride) + 1: floor((15 + 2·1 − 3) / 1) + 1",
            ])
        #expect(
            try formulas("convolution: {filters: 1, kernel: [3, 1], dilation: 2}", shape)[1]
                == "height: floor((height + 2·pad − (dilation·(kernel − 1) + 1)) / stride) + 1: "
                + "floor((112 + 2·0 − (2·(3 − 1) + 1)) / 1) + 1")
        #expect(
            try formulas("convolution: {filters: 1, kernel: 3, stride: 2, pad: same}", shape)[2]
                == "width: ceil(width / stride): ceil(15 / 2)")
        // (3 − 1) / 2 on both sides; and so many before and after.
        #expect(
            try formulas("convolution: {filters: 1, kernel: 3, stride: 2, pad: half}", shape)[1]
                == "height: floor((height + 2·pad − kernel) / stride) + 1: floor((112 + 2·1 − 3) / 2) + 1")
        #expect(
            try formulas("convolution: {filters: 1, kernel: 3, pad: {before: [1, 0], after: [2, 4]}}", shape)[1]
                == "height: floor((height + pad before + pad after − kernel) / stride) + 1: floor((112 + 1 + 2 − 3) / 1) + 1"
        )
        #expect(
            try formulas("max-pool: {kernel: 3, stride: 2, round: ceil}", shape)[..<2] == [
                "channels: channels: 64",
                "height: ceil((height + 2·pad − kernel) / stride) + 1: ceil((112 + 2·0 − 3) / 2) + 1",
            ])
    }

    @Test("what a rule pads is told: TensorFlow's 0 before and 1 after, PyTorch's 1 on both sides")
    func paddings() throws {
        let expected = [
            "same-upper": "a pad of 0 before and 1 after", "same": "a pad of 0 before and 1 after",
            "half": "a pad of 1 on both sides",
        ]
        for (pad, note) in expected {
            let layer = try read(layer: "convolution: {filters: 1, kernel: 3, stride: 2, pad: \(pad)}")
            #expect(layer.lengthRules([[3, 8, 8]]).map(\.note) == [nil, note, note])
        }
        let plain = try read(layer: "convolution: {filters: 1, kernel: 3, stride: 2, pad: 1}")
        #expect(plain.lengthRules([[3, 8, 8]]).allSatisfy { $0.note == nil })
    }

    @Test("pictures that grow: (4 − 1)·2 − 2·1 + 4 = 8, and 3 · 2 = 6")
    func growing() throws {
        #expect(
            try formulas("transposed-convolution: {filters: 5, kernel: 4, stride: 2, pad: 1}", [3, 4, 4])[1]
                == "height: (height − 1)·stride − 2·pad + kernel: (4 − 1)·2 − 2·1 + 4")
        #expect(try formulas("upsample: {scale: 2}", [3, 3, 4])[1] == "height: height · scale: 3 · 2")
        #expect(try formulas("slice: {first: 1}", [3, 3, 4])[0] == "channels: channels − first: 3 − 1")
        #expect(try formulas("multiply", [3, 1, 1], [3, 4, 5])[1] == "height: height: 4")
    }

    /// 4 + 2·1 − 3 = 3 and 3 / 3 = 1, so two windows, at −1 and 2; and ceil(4 / 3) + 1 = 3 of 5 + 2·1 − 3, but the third
    /// would begin at 5, behind the picture.
    @Test("a last window in the padding is dropped")
    func droppedWindow() throws {
        let text = "average-pool: {kernel: 3, stride: 3, pad: 1, round: ceil}"
        #expect(try !formulas(text, [1, 4, 4])[1].contains("would begin"))
        #expect(
            try formulas(text, [1, 5, 5])[1].hasSuffix(
                ": ceil((5 + 2·1 − 3) / 3) + 1 − 1, since the last window would begin in the padding"))
    }

    @Test("joins, sums and rows")
    func others() throws {
        #expect(
            try formulas("concat", [64, 8, 8], [128, 8, 8]) == [
                "channels: input 1 + input 2: 64 + 128", "height: height: 8", "width: width: 8",
            ])
        #expect(try formulas("linear: {outputs: 10}", [64, 8, 8]) == ["outputs: outputs: 10"])
        #expect(try formulas("flatten", [64, 8, 8]) == ["numbers: channels · height · width: 64 · 8 · 8"])
        #expect(
            try formulas("global-average-pool", [64, 8, 8])
                == ["channels: channels: 64", "height: 1: 1", "width: 1: 1"])
        #expect(
            try formulas("adaptive-average-pool: {size: [4, 3]}", [64, 8, 8])
                == ["channels: channels: 64", "height: size: 4", "width: size: 3"])
        #expect(try formulas("relu", [64]) == ["numbers: numbers: 64"])
    }
}
