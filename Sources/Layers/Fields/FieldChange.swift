import SpecSyntax
import Tensors

/// Values for fields of a layer, as one would write them: `stride: 1, pad: 1`.
package struct FieldChange: Hashable, Sendable, CustomStringConvertible {
    package let fields: [String]
    package let description: String

    init(_ field: String, _ value: some CustomStringConvertible) {
        self.init([field], "\(field): \(value)")
    }

    private init(_ fields: [String], _ description: String) {
        (self.fields, self.description) = (fields, description)
    }

    func and(_ other: FieldChange?) -> FieldChange {
        other.map { FieldChange(fields + $0.fields, "\(description), \($0)") } ?? self
    }
}

extension Window {
    /// A pad, a stride, or both, with which the window makes a picture of this height and width; nil where none does.
    ///
    /// - Parameter isPooling: whether a pad must be less than the kernel.
    func change(on picture: Picture, toMakeHeight height: Int, width: Int, isPooling: Bool) -> FieldChange? {
        for stride in [stride] + (1...8).map({ Extent($0) }) {
            for padding in [padding] + pads(isPooling: isPooling, stride) {
                let window = Window(
                    kernel: kernel, stride: stride, padding: padding, dilation: dilation, rounding: rounding)
                guard let axes = try? window.axes(height: picture.height, width: picture.width),
                    axes.height.output == height, axes.width.output == width
                else { continue }
                let pad = padding == self.padding ? nil : FieldChange("pad", padding)
                return stride == self.stride ? pad : FieldChange("stride", stride).and(pad)
            }
        }
        return nil
    }

    /// The pads that one might write at a stride.
    private func pads(isPooling: Bool, _ stride: Extent) -> [Padding] {
        let widest = min(kernel.height, kernel.width) - (isPooling ? 1 : 0)
        return (0...min(widest, 64)).map { .explicit(Extent($0)) } + [.half, stride == Extent(1) ? .same : .sameUpper]
    }
}
