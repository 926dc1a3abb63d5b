import Tensors

// Moves of mobile networks: squeeze and excitation, shuffled channels, dropped branches; and pictures of other sizes.
extension NetworkGenerator {
    /// One that has no kinks, where the taste has none.
    @discardableResult mutating func activation(on value: Drafted) -> Drafted? {
        let smooth = ["sigmoid", "tanh", "swish", "gelu", "power"]
        let kinked = ["relu6", "leaky-relu", "hard-swish", "hard-sigmoid"]
        let kind = draw.chance(0.5 * taste.kinks) ? draw.one(of: kinked) : draw.one(of: smooth)
        var fields: [(String, String)] = []
        switch kind {
        case "gelu": if draw.chance(0.3) { fields = [("approximate", "tanh")] }
        case "power": fields = [("scale", "0.5"), ("shift", "0.25")] + (draw.chance(0.3) ? [("power", "2")] : [])
        default: break
        }
        return add(kind, fields, reading: value)
    }

    /// A factor for each channel, of the picture's means, by which the picture is multiplied.
    mutating func squeeze() {
        let from = picture()
        guard let means = add("global-average-pool", reading: from) else { return }
        var end = means
        if draw.chance(0.7),
            let less = convolution(on: end, filters: draw.one(of: [1, 4, 8]), window: [("kernel", "1")])
        {
            end = activation(on: less) ?? less
        }
        guard let factors = convolution(on: end, filters: from.shape[0], window: [("kernel", "1")]),
            let gate = add(draw.chance(0.5 * taste.kinks) ? "hard-sigmoid" : "sigmoid", reading: factors)
        else { return }
        _ = add("multiply", [], reading: draw.chance(0.5) ? [from, gate] : [gate, from])
    }

    /// A branch that is left out of some pictures, and added to what it branches off.
    mutating func dropPath() {
        let from = picture()
        let body = unit(on: from, filters: from.shape[0], window: [("kernel", "3"), ("pad", "half")])
        guard let body, let dropped = add("drop-path", [("rate", draw.one(of: ["0.2", "0.5"]))], reading: body) else {
            return
        }
        _ = add("add", [], reading: [dropped, from])
    }

    /// Only of values that differ by more than roundings.
    mutating func maximum() {
        guard draw.chance(taste.kinks) else { return }
        let from = picture()
        guard let other = convolution(on: from, filters: from.shape[0], window: [("kernel", "3"), ("pad", "1")]) else {
            return
        }
        _ = add("maximum", [], reading: [from, other])
    }

    /// The channels in two parts, one of which is changed, put together again and shuffled.
    mutating func split() {
        let from = picture()
        guard from.shape[0] > 1 else { return }
        let first = draw.chance(0.5) ? from.shape[0] / 2 : draw.number(1...from.shape[0] - 1)
        guard let left = add("slice", [("channels", "\(first)")], reading: from),
            let right = add("slice", [("first", "\(first)")], reading: from)
        else { return }
        let changed = draw.chance(0.8) ? unit(on: right, window: [("kernel", "3"), ("pad", "1")]) ?? right : right
        guard let whole = add("concat", [], reading: [left, changed]) else { return }
        let groups = [2, 3, 4].filter { whole.shape[0].isMultiple(of: $0) }
        if !groups.isEmpty, draw.chance(0.8) {
            add("channel-shuffle", [("groups", "\(draw.one(of: groups))")], reading: whole)
        }
    }

    mutating func crop(on value: Drafted) -> Drafted? {
        let (height, width) = (draw.number(1...value.shape[1]), draw.number(1...value.shape[2]))
        let offset = draw.chance(0.4) ? [("offset", "[\(value.shape[1] - height), 0]")] : []
        return add("crop", [("size", "[\(height), \(width)]")] + offset, reading: value)
    }

    mutating func upsample(on value: Drafted) -> Drafted? {
        let mode = draw.one(of: [
            [], [("mode", "bilinear")], [("mode", "bilinear"), ("align-corners", "true")],
        ])
        return add("upsample", [("scale", draw.one(of: ["2", "3", "[1, 2]"]))] + mode, reading: value)
    }

    mutating func transposed(on value: Drafted) -> Drafted? {
        let window = draw.one(weighing: [
            ([("kernel", "2"), ("stride", "2")], 2), ([("kernel", "4"), ("stride", "2"), ("pad", "1")], 2),
            ([("kernel", "3"), ("stride", "2"), ("pad", "1"), ("output-pad", "1")], 2),
            ([("kernel", "3"), ("pad", "1")], 1),
            ([("kernel", "[1, 3]"), ("stride", "[1, 2]"), ("pad", "{before: [0, 1], after: 0}")], 1),
            ([("kernel", "1")], 1),
        ])
        return add("transposed-convolution", [("filters", "\(filters())")] + window, reading: value)
    }
}
