package import SpecSyntax

/// What one place of a layer's output sees of its input, as far as height and width go: what receptive fields follow from.
package enum Sight: Hashable, Sendable {
    /// The same place and no other: activations, normalisations, joins.
    case place
    /// As many places as a window reaches, dilation counted; the window moves by `stride` from one place to the next.
    case window(reach: Extent, stride: Extent)
    /// As many places as `reach`, and each place of the input has `scale` places of the output: the picture gets larger.
    case finer(reach: Extent, scale: Extent)
    /// Every place; the output has no places of its own.
    case everything
}

extension Window {
    var sight: Sight {
        .window(
            reach: Extent(
                height: dilation.height * (kernel.height - 1) + 1, width: dilation.width * (kernel.width - 1) + 1),
            stride: stride)
    }
}
