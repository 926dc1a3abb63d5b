import Diagnostics
package import SpecSyntax
import Tensors

extension Window {
    /// What lies around the picture while a window slides over it.
    package enum Padding: Hashable, Sendable {
        /// So many rows above and columns to the left, and so many below and to the right.
        case explicit(before: Extent, after: Extent)
        /// `(reach − 1) / 2` on both sides, rounded down: what PyTorch's users write, `padding=1` for a kernel of 3.
        case half
        /// As much as makes `output = ceil(input / stride)`, the odd one after: TensorFlow's and Keras' SAME, ONNX's SAME_UPPER.
        case sameUpper
        /// The same as `sameUpper`, by a name that leaves open which of the two was meant.
        case same

        /// The same on both sides of an axis.
        package static func explicit(_ both: Extent) -> Padding { .explicit(before: both, after: both) }
    }

    /// Rows or columns before the first and behind the last of an axis.
    struct Sides: Hashable {
        let before: Int
        let after: Int

        var total: Int { before + after }
    }
}

extension Window.Padding: CustomStringConvertible {
    /// As it is written in a spec.
    package var description: String {
        switch self {
        case .explicit(let before, let after):
            before == after ? before.description : "{before: \(before), after: \(after)}"
        case .half: "half"
        case .sameUpper: "same-upper"
        case .same: "same"
        }
    }

    /// The number on each side where it is the same on both; nil for rules and for sides that differ.
    var both: Extent? {
        if case .explicit(let before, let after) = self, before == after { return before }
        return nil
    }

    /// Whether it is computed.
    var isRule: Bool {
        if case .explicit = self { return false }
        return true
    }
}

extension FieldFormat where Value == Window.Padding {
    /// A number, `[height, width]`, `{before, after}`, or a word for a rule.
    package static var padding: FieldFormat {
        let explicit = FieldFormat.explicitPadding
        let number = FieldFormat<Int>.integer(0...largestExtent).description
        return FieldFormat(
            "\(number), `[height, width]`, \(PaddingForm.description)", placeholder: explicit.placeholder,
            schema: .either([explicit.schema(), .words(PaddingForm.words)])
        ) { node, context in
            switch node.scalar?.text {
            case "half": .value(.half)
            case "same-upper": .value(.sameUpper)
            case "same": .value(.same)
            default: explicit.read(node, context)
            }
        }.suggesting { node in
            let word = node.scalar.flatMap { nearestName(to: $0.text, among: PaddingForm.words) }
            return word.map { "write `\($0)`" } ?? explicit.remedy(node)
        }
    }

    /// A number, `[height, width]`, or `{before, after}`.
    package static var explicitPadding: FieldFormat {
        let extent = FieldFormat<Extent>.extent(0...)
        let sides = FieldFormat<Window.Padding?>.mapping(of: "pad") { fields in
            Window.Padding.explicit(
                before: fields.required("before", .extent(0...), help: "rows above, and columns to the left"),
                after: fields.required("after", .extent(0...), help: "rows below, and columns to the right"))
        }
        return FieldFormat(
            "\(extent.description), or `{before, after}`", placeholder: .explicit(Extent(0)),
            schema: .either([extent.schema(), sides.schema()])
        ) { node, context in
            guard node.mapping == nil else {
                switch sides.read(node, context) {
                case .value(let padding?): return .value(padding)
                case .value(nil), .reported: return .reported
                case .unfit: return .unfit
                }
            }
            guard case .value(let pad) = extent.read(node, context) else { return .unfit }
            return .value(.explicit(pad))
        }.suggesting { node in
            node.scalar?.text.lowercased() == "valid" ? "write `0`" : extent.remedy(node)
        }
    }
}

extension Window {
    /// `pad` as rows above and below, columns to the left and to the right, on a picture that the window fits.
    func resolvedFields(on input: Shape) -> [String: [Int]] {
        guard let picture = try? Picture(input), let axes = try? axes(height: picture.height, width: picture.width)
        else { return [:] }
        return ["pad": Window.pad(axes)]
    }

    static func pad(_ axes: (height: Axis, width: Axis)) -> [Int] {
        [axes.height.padBefore, axes.height.padAfter, axes.width.padBefore, axes.width.padAfter]
    }
}

// What is said of it.
extension Window {
    /// The words for rules, in a field's help.
    static let paddingHelp =
        "`half` is (kernel − 1) / 2 on both sides (PyTorch's), `same-upper` makes ceil(input / stride) with the odd one after "
        + "(TensorFlow's SAME), and `same` is that, for strides of 1, where both keep height and width"

    /// `same` where it is not what `half` would be: rows or columns of the picture meet other taps of the kernel.
    func ambiguousPadding(on input: Shape) -> LayerRemark? {
        guard padding == .same, let picture = try? Picture(input),
            let upper = try? axes(height: picture.height, width: picture.width),
            let half = try? with(.half).axes(height: picture.height, width: picture.width),
            upper.height.sides != half.height.sides || upper.width.sides != half.width.sides,
            stride.height > 1 || stride.width > 1
        else { return nil }
        let isOfHeight = upper.height.sides != half.height.sides
        let (ofUpper, ofHalf) = isOfHeight ? (upper.height, half.height) : (upper.width, half.width)
        let axis = isOfHeight ? PictureAxis.height : .width
        return LayerRemark(
            message: "`pad: same` at a stride of \(stride) must say whose it is: on a \(axis.name) of \(ofUpper.input) "
                + "TensorFlow's SAME is \(ofUpper.sidesText), and PyTorch's (kernel − 1) / 2 is \(ofHalf.sidesText)",
            help: "write `pad: same-upper` for TensorFlow's, which `same` is, or `pad: half` for PyTorch's",
            field: "pad")
    }

    /// The same window with another padding.
    func with(_ padding: Padding) -> Window {
        Window(kernel: kernel, stride: stride, padding: padding, dilation: dilation, rounding: rounding)
    }
}

extension Window.Axis {
    var sides: Window.Sides { Window.Sides(before: padBefore, after: padAfter) }

    /// `0 before and 1 after`, or `1 on both sides`
    var sidesText: String {
        padBefore == padAfter ? "\(padBefore) on both sides" : "\(padBefore) before and \(padAfter) after"
    }
}
