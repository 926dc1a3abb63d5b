import SpecSyntax
package import Tensors

/// Deals the channels of several groups out by turns, so that convolutions in groups see those of every group.
///
/// `output[n, i · groups + j, y, x] = input[n, j · C/groups + i, y, x]`, `0 ≤ j < groups`
///
/// `input: [N, C, H, W]` → `output: [N, C, H, W]`. Source: Zhang et al., "ShuffleNet", CVPR 2018; PyTorch's `ChannelShuffle`.
package struct ChannelShuffle: Layer {
    package let groups: Int

    package static let kind = LayerKind(
        "channel-shuffle", help: "deals the channels of groups out by turns",
        aliases: ["shuffle", "shufflechannel"]
    ) { fields in
        ChannelShuffle(groups: fields.required("groups", .integer(1...), help: "parts that the channels come in"))
    }

    package func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape {
        let picture = try Picture(inputs[0])
        guard picture.channels % groups == 0 else {
            throw ShapeError(
                "`groups` must divide the channels that arrive, and \(picture.channels) / \(groups) is not whole",
                help: "use one of \(divisors(of: picture.channels))", blame: .field("groups"))
        }
        return inputs[0]
    }

    package func backwardNeeds(_ inputs: [Shape]) -> BackwardNeeds { .nothing }

    /// The channel of the input that a channel of the output is.
    package func source(of channel: Int, channels: Int) -> Int {
        channel % groups * (channels / groups) + channel / groups
    }

    package func forward(_ pass: inout LayerPass) -> Tensor {
        let input = pass.inputs[0]
        var output = Tensor.zeros(input.shape)
        eachChannel(of: input.shape) { from, to in output.values.replaceSubrange(to, with: input.values[from]) }
        return output
    }

    package func backward(_ outputGradient: Tensor, _ pass: LayerPass) -> LayerGradients {
        var gradient = Tensor.zeros(outputGradient.shape)
        eachChannel(of: gradient.shape) { from, to in
            gradient.values.replaceSubrange(from, with: outputGradient.values[to])
        }
        return LayerGradients(inputs: [gradient])
    }

    /// Hands over the places of every channel of the output, and of the channel of the input that it is.
    private func eachChannel(of batch: Shape, _ body: (_ from: Range<Int>, _ to: Range<Int>) -> Void) {
        let planes = Planes(batch)
        for picture in 0..<planes.pictures {
            for channel in 0..<planes.channels {
                let from = (picture * planes.channels + source(of: channel, channels: planes.channels)) * planes.area
                let to = (picture * planes.channels + channel) * planes.area
                body(from..<from + planes.area, to..<to + planes.area)
            }
        }
    }
}
