import Diagnostics
import SpecSyntax

/// Height and width as Caffe's windows give them: by one number, by two, or by `…_h` and `…_w`.
struct WindowExtent {
    let height: Int
    let width: Int
    let span: SourceSpan
    let nameSpan: SourceSpan

    /// As a field of the spec language: `3`, or `[3, 5]`.
    var node: SyntaxNode {
        height == width
            ? .plain("\(height)", at: span)
            : .list([.plain("\(height)", at: span), .plain("\(width)", at: span)], at: span)
    }
}

extension NetTranslation {
    /// A window's extent; nil where nothing says it, or after a mistake, which is reported.
    ///
    /// - Parameters:
    ///   - field: what gives both: `kernel_size`, `pad`, `stride`.
    ///   - stem: what stands before `_h` and `_w`.
    mutating func extent(_ field: String, _ stem: String, in message: CheckedMessage, missing: Int) -> WindowExtent? {
        let both = message.integers(field)
        let (height, width) = (message.integer("\(stem)_h"), message.integer("\(stem)_w"))
        if let first = both.first {
            guard both.count <= 2 else {
                report(
                    Diagnostic(
                        .caffeUnsupported,
                        "pictures have a height and a width, and `\(field)` has \(both.count) numbers",
                        at: both[2].span, help: "write one number, or two"))
                return nil
            }
            if let other = height ?? width {
                report(
                    Diagnostic(
                        .contradiction,
                        "a window must have `\(field)`, or `\(stem)_h` and `\(stem)_w`, and both are there",
                        at: other.nameSpan, help: "leave out one of the two"))
                return nil
            }
            return WindowExtent(
                height: first.value, width: both[both.count - 1].value,
                span: both.count == 1 ? first.span : first.span.through(both[1].span), nameSpan: first.nameSpan)
        }
        guard let known = height ?? width else { return nil }
        return WindowExtent(
            height: height?.value ?? missing, width: width?.value ?? missing, span: known.span, nameSpan: known.nameSpan
        )
    }

    /// The kernel, the step and the border of a window, as the fields that specs have for them; nil after a mistake.
    mutating func window(_ message: CheckedMessage, of use: LayerUse) -> WindowFields? {
        let before = mistakeCount
        let kernel = extent("kernel_size", "kernel", in: message, missing: 0)
        let stride = extent("stride", "stride", in: message, missing: 1)
        let pad = extent("pad", "pad", in: message, missing: 0)
        guard mistakeCount == before else { return nil }
        guard let kernel, kernel.height > 0, kernel.width > 0 else {
            report(
                Diagnostic(
                    .missingField, "`\(use.layer.type.value)` needs the field `kernel_size`", at: use.layer.type.span,
                    help: "add `kernel_size: 3`, or `kernel_h` and `kernel_w`"))
            return nil
        }
        return WindowFields(kernel: kernel, stride: stride, pad: pad)
    }
}

struct WindowFields {
    let kernel: WindowExtent
    /// Nil where the file says none: 1.
    let stride: WindowExtent?
    /// Nil where the file says none: 0.
    let pad: WindowExtent?
}
