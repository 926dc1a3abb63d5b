import Layers
import Networks
import Tensors

extension PlanPass {
    /// Gives the inputs of a concatenation their places in its output, so that whoever makes them writes them there and
    /// nothing is copied, and the gradient of each is a part of the output's.
    package static let placeInConcat = PlanPass(
        "place-in-concat", help: "branches write their results straight into the concatenation"
    ) { plan in
        var slices: [Value: ChannelSlice] = [:]
        for operation in plan.operations {
            for (input, channels) in zip(operation.inputs, operation.layer.inputChannels(operation.inputShapes)) {
                let isLast = channels.upperBound == operation.outputShape[0]
                guard input != .input, slices[input] == nil, channels.lowerBound % Network.channelAlignment == 0,
                    isLast || channels.count % Network.channelAlignment == 0
                else { continue }
                slices[input] = ChannelSlice(whole: operation.output, firstChannel: channels.lowerBound)
            }
        }
        return plan.with(slices: slices)
    }
}
