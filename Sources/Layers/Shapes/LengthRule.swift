package import SpecSyntax
package import Tensors

/// How one length of a layer's output came about.
package struct LengthRule: Hashable, Sendable {
    /// `channels`, `height`, `width`, or `outputs` and the like where the output is no picture.
    package let axis: String
    package let length: Int
    package let formula: Formula
    /// What the formula leaves open: the numbers of a padding that is computed.
    package let note: String?

    package init(_ axis: String, _ length: Int, _ formula: Formula, note: String? = nil) {
        self.axis = axis
        self.length = length
        self.formula = formula
        self.note = note
    }

    package init(_ axis: PictureAxis, _ length: Int, _ formula: Formula, note: String? = nil) {
        self.init(axis.name, length, formula, note: note)
    }

    /// Whether the length is that of an input.
    package var passesThrough: Bool {
        guard let only = formula.quantities.first, only.name == formula.symbols, case .input = only.source else {
            return false
        }
        return true
    }

    /// The lengths of an input, each as it arrives: for layers that change none of them.
    ///
    /// - Parameter number: which of the inputs it is.
    package static func unchanged(_ input: Shape, input number: Int = 0) -> [LengthRule] {
        input.lengths.enumerated().map { index, length in
            let axis = axisName(index, of: input)
            return LengthRule(axis, length, "\(axis, length, .input(number))")
        }
    }

    /// What an axis of a shape is called.
    package static func axisName(_ axis: Int, of shape: Shape) -> String {
        if shape.rank == 1 { return "numbers" }
        return PictureAxis(index: axis)?.name ?? "axis \(axis + 1)"
    }
}

extension Window {
    /// The rules for height and width on a picture that the window fits; none on any other.
    func lengthRules(_ input: Shape) -> [LengthRule] {
        guard let picture = try? Picture(input),
            let axes = try? axes(height: picture.height, width: picture.width)
        else { return [] }
        return [rule(.height, axes.height, pad: \.height), rule(.width, axes.width, pad: \.width)]
    }

    /// The rules of a pooling, which leaves the channels as they are.
    func pooledLengthRules(_ input: Shape) -> [LengthRule] {
        [LengthRule.unchanged(input)[0]] + lengthRules(input)
    }

    private func rule(_ name: PictureAxis, _ axis: Axis, pad side: KeyPath<Extent, Int>) -> LengthRule {
        let formula = lengthFormula(name.name, of: axis.input, side)
        let note = padding.isRule ? "a pad of \(axis.sidesText)" : nil
        guard padding != .same, padding != .sameUpper, rounding == .ceil else {
            return LengthRule(name, axis.output, formula, note: note)
        }
        let steps = axis.input + axis.padBefore + axis.padAfter - axis.reach
        let isDropped = (steps + axis.stride - 1) / axis.stride + 1 > axis.output
        return LengthRule(
            name, axis.output,
            isDropped ? "\(formula) − 1, since the last window would begin in the padding" : formula, note: note)
    }

    /// How many stops the window makes on one side, whether it fits or not.
    func lengthFormula(_ name: String, of input: Int, _ side: KeyPath<Extent, Int>) -> Formula {
        let length: Formula = "\(name, input, .input(0))"
        let stride: Formula = "\("stride", stride[keyPath: side], .field("stride"))"
        guard padding != .same, padding != .sameUpper else { return "ceil(\(length) / \(stride))" }
        let pad = sides(input, side)
        let kernel: Formula = "\("kernel", kernel[keyPath: side], .field("kernel"))"
        let dilation = dilation[keyPath: side]
        let reach: Formula =
            dilation == 1 ? kernel : "(\("dilation", dilation, .field("dilation"))·(\(kernel) − 1) + 1)"
        let pads: Formula =
            pad.before == pad.after
            ? "2·\("pad", pad.before, .field("pad"))"
            : "\("pad before", pad.before, .field("pad")) + \("pad after", pad.after, .field("pad"))"
        let span: Formula = "(\(length) + \(pads) − \(reach)) / \(stride)"
        return rounding == .floor ? "floor(\(span)) + 1" : "ceil(\(span)) + 1"
    }
}
