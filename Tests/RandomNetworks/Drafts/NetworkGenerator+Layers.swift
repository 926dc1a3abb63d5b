import Tensors

// Single layers, with their fields.
extension NetworkGenerator {
    mutating func filters() -> Int {
        draw.chance(0.8) ? draw.one(of: taste.channels) : draw.one(of: Taste.allChannels)
    }

    /// Kernel, stride, pad and dilation of a convolution.
    private mutating func window() -> [(String, String)] {
        draw.one(weighing: [
            ([("kernel", "1")], 8), ([("kernel", "3"), ("pad", "1")], 8), ([("kernel", "3")], 2),
            ([("kernel", "3"), ("stride", "2"), ("pad", "1")], 1.5), ([("kernel", "1"), ("stride", "2")], 1),
            ([("kernel", "5"), ("pad", "2")], 2), ([("kernel", "[1, 3]"), ("pad", "[0, 1]")], 1),
            ([("kernel", "[3, 1]"), ("pad", "[1, 0]")], 1), ([("kernel", "2")], 1),
            ([("kernel", "[3, 2]"), ("stride", "[1, 2]"), ("pad", "same")], 1), ([("kernel", "2"), ("pad", "1")], 0.5),
            ([("kernel", "3"), ("dilation", "2"), ("pad", "2")], 1.5),
            ([("kernel", "5"), ("stride", "3"), ("pad", "same")], 0.5),
            ([("kernel", "3"), ("pad", "[2, 0]"), ("dilation", "[2, 1]")], 0.5),
            ([("kernel", "1"), ("pad", "1")], 0.3), ([("kernel", "3"), ("stride", "2"), ("pad", "half")], 0.7),
            ([("kernel", "3"), ("stride", "2"), ("pad", "{before: 0, after: 1}")], 0.5),
            ([("kernel", "[3, 2]"), ("stride", "2"), ("pad", "same-upper")], 0.5),
        ])
    }

    private mutating func bias() -> [(String, String)] { draw.chance(0.5) ? [("bias", "false")] : [] }

    @discardableResult mutating func convolution(
        on value: Drafted, filters: Int? = nil, window: [(String, String)]? = nil
    ) -> Drafted? {
        let count = filters ?? self.filters()
        return add("convolution", [("filters", "\(count)")] + (window ?? self.window()) + bias(), reading: value)
    }

    /// A convolution in groups; behind one in none, where the channels that are there have no part of that size.
    mutating func grouped(on value: Drafted) -> Drafted? {
        let perGroup = draw.one(of: [1, 1, 1, 2, 3, 4, 4, 8, 16])
        var from = value
        if !from.shape[0].isMultiple(of: perGroup) || draw.chance(0.4) {
            let groups = draw.one(of: [2, 3, 4, 8, 16, 32].filter { $0 * perGroup <= 64 })
            guard let made = convolution(on: value, filters: groups * perGroup, window: [("kernel", "1")]) else {
                return nil
            }
            from = made
        }
        let groups = from.shape[0] / perGroup
        let filters = groups * draw.one(of: perGroup == 1 ? [1, 1, 2] : [perGroup, perGroup, 1, 2, 2 * perGroup])
        return add(
            "convolution", [("filters", "\(filters)")] + window() + [("groups", "\(groups)")] + bias(), reading: from)
    }

    /// Only where a channel has numbers enough for its variance to mean something.
    @discardableResult mutating func batchNorm(on value: Drafted) -> Drafted? {
        let count = value.shape.elementCount / value.shape[0] * draft.batch
        guard count >= 16 else { return nil }
        let fields = [("scale", "false"), ("shift", "false")].filter { _ in draw.chance(0.15) }
        return add("batch-norm", fields, reading: [value])
    }

    /// Nil of one channel, whose softmax is 1 whatever comes: batch normalisation would divide its roundings by √ε.
    @discardableResult mutating func softmax(on value: Drafted) -> Drafted? {
        value.shape[0] > 1 ? add("softmax", reading: value) : nil
    }

    /// A convolution, batch normalisation and ReLU, or some of them.
    mutating func unit(on value: Drafted, filters: Int? = nil, window: [(String, String)]? = nil) -> Drafted? {
        guard var end = convolution(on: value, filters: filters, window: window) else { return nil }
        if draw.chance(0.7), let norm = batchNorm(on: end) { end = norm }
        if draw.chance(0.2) { return activation(on: end) ?? end }
        if draw.chance(0.8 * taste.kinks), let relu = add("relu", reading: end) { end = relu }
        return end
    }

    mutating func maxPool(on value: Drafted) -> Drafted? {
        guard draw.chance(taste.kinks) else { return averagePool(on: value) }
        return add("max-pool", pool(), reading: value)
    }

    mutating func averagePool(on value: Drafted) -> Drafted? {
        let counted = draw.chance(0.4) ? [("include-pad", "false")] : []
        return add("average-pool", pool() + counted, reading: value)
    }

    private mutating func pool() -> [(String, String)] {
        draw.one(weighing: [
            ([("kernel", "3"), ("stride", "1"), ("pad", "1")], 6), ([("kernel", "2")], 2),
            ([("kernel", "2"), ("round", "ceil")], 1), ([("kernel", "3"), ("stride", "2"), ("round", "ceil")], 2),
            ([("kernel", "3"), ("stride", "2"), ("pad", "1")], 1),
            ([("kernel", "3"), ("stride", "2"), ("pad", "same")], 1),
            ([("kernel", "2"), ("stride", "1")], 1), ([("kernel", "2"), ("stride", "1"), ("pad", "1")], 1),
            ([("kernel", "[1, 3]"), ("stride", "1"), ("pad", "[0, 1]")], 1),
            ([("kernel", "[3, 2]"), ("stride", "[2, 1]"), ("round", "ceil")], 1),
            ([("kernel", "5"), ("stride", "1"), ("pad", "2")], 1), ([("kernel", "1"), ("stride", "2")], 0.3),
            ([("kernel", "4"), ("stride", "3"), ("pad", "[1, 2]"), ("round", "ceil")], 0.5),
            ([("kernel", "3"), ("stride", "2"), ("pad", "half")], 0.5),
            ([("kernel", "3"), ("stride", "2"), ("pad", "{before: [0, 1], after: [1, 0]}")], 0.5),
        ])
    }

    mutating func adaptivePool(on value: Drafted) -> Drafted? {
        add("adaptive-average-pool", [("size", draw.one(of: ["1", "2", "3", "[2, 1]", "[3, 4]"]))], reading: value)
    }

    mutating func linear(on value: Drafted) -> Drafted? {
        add("linear", [("outputs", "\(draw.one(of: [1, 4, 10, 16, 17, 32]))")] + bias(), reading: value)
    }
}
