import Tensors

// What a network grows by: a layer, or several with a form of their own.
extension NetworkGenerator {
    mutating func move() {
        switch draw.one(weighing: taste.moves) {
        case .convolution: convolution(on: picture())
        case .grouped: _ = grouped(on: picture())
        case .batchNorm: batchNorm(on: source())
        case .relu: if draw.chance(taste.kinks) { add("relu", reading: source()) }
        case .unit: _ = unit(on: picture())
        case .maxPool: _ = maxPool(on: picture())
        case .averagePool: _ = averagePool(on: picture())
        case .adaptivePool: _ = adaptivePool(on: picture())
        case .globalPool:
            add(draw.chance(0.5 * taste.kinks) ? "global-max-pool" : "global-average-pool", reading: picture())
        case .lrn: add("lrn", [("size", draw.one(of: ["1", "3", "5"])), ("alpha", "0.3")], reading: picture())
        case .softmax: softmax(on: source())
        case .dropout: add("dropout", [("ratio", draw.one(of: ["0.3", "0.5"]))], reading: source())
        case .linear: _ = linear(on: source())
        case .flatten: add("flatten", reading: source())
        case .concat: concat()
        case .add: sum()
        case .siblings: siblings()
        case .inception: inception()
        case .residual: residual()
        case .dense: dense()
        case .pools: pools()
        case .slices: slices()
        case .chain: chain()
        case .rows: rows()
        case .activation: _ = activation(on: source())
        case .squeeze: squeeze()
        case .scale: add("scale", draw.chance(0.5) ? [("shift", "true")] : [], reading: source())
        case .dropPath: dropPath()
        case .maximum: maximum()
        case .split: split()
        case .crop: _ = crop(on: picture())
        case .upsample: _ = upsample(on: picture())
        case .transposed: _ = transposed(on: picture())
        }
    }

    /// Values that can stand side by side with one of them, itself among them: often the last, perhaps one twice.
    private mutating func companions(_ count: Int, of value: Drafted, _ fits: (Drafted) -> Bool) -> [Drafted] {
        let fitting = values.filter(fits)
        let near = Array(fitting.suffix(5))
        var found = [value]
        while found.count < count { found.append(draw.chance(0.8) ? draw.one(of: near) : draw.one(of: fitting)) }
        if draw.chance(0.3) { found.reverse() }
        return found
    }

    private mutating func concat() {
        let first = source()
        let parts = companions(draw.number(2...4), of: first) {
            $0.shape.lengths.dropFirst() == first.shape.lengths.dropFirst()
        }
        _ = add("concat", [], reading: parts)
    }

    private mutating func sum() {
        let first = source()
        let alike = values.count { $0.shape == first.shape }
        if alike < 2, first.isPicture, draw.chance(0.8) {
            guard convolution(on: first, filters: first.shape[0], window: [("kernel", "3"), ("pad", "1")]) != nil else {
                return
            }
        }
        let parts = companions(draw.one(of: [2, 2, 2, 3]), of: first) { $0.shape == first.shape }
        _ = add("add", [], reading: parts)
    }

    /// Convolutions of one window that read one value, and what follows each.
    private mutating func siblings() {
        let from = picture()
        let window = draw.chance(0.7) ? [("kernel", "1")] : [("kernel", "3"), ("pad", "1")]
        let isAlike = draw.chance(0.7)
        var ends: [Drafted] = []
        for _ in 0..<draw.number(2...4) {
            guard let made = convolution(on: from, window: isAlike ? window : nil) else { continue }
            ends.append(follow(made))
        }
        join(ends, besides: from)
    }

    /// What may stand behind a convolution.
    private mutating func follow(_ value: Drafted) -> Drafted {
        var end = value
        if draw.chance(0.4), let norm = batchNorm(on: end) { end = norm }
        if draw.chance(0.6 * taste.kinks), let relu = add("relu", reading: end) { end = relu }
        return end
    }

    /// One value of several, if there is a way; what cannot be joined is left to the end.
    private mutating func join(_ ends: [Drafted], besides from: Drafted) {
        let all = ends + (draw.chance(0.3) ? [from] : [])
        guard all.count > 1 else { return }
        if Set(all.map(\.shape)).count == 1, draw.chance(0.5) {
            _ = add("add", [], reading: all)
        } else if draw.chance(0.8) {
            _ = add("concat", [], reading: all)
        }
    }

    private mutating func inception() {
        let from = picture()
        var ends = [unit(on: from, window: [("kernel", "1")])]
        if let reduced = unit(on: from, window: [("kernel", "1")]) {
            ends.append(unit(on: reduced, window: [("kernel", "3"), ("pad", "1")]))
        }
        if draw.chance(0.5), let reduced = unit(on: from, window: [("kernel", "1")]) {
            ends.append(unit(on: reduced, window: [("kernel", "5"), ("pad", "2")]))
        }
        let pool = [("kernel", "3"), ("stride", "1"), ("pad", "1")]
        if let pooled = add(draw.chance(taste.kinks) ? "max-pool" : "average-pool", pool, reading: from) {
            ends.append(draw.chance(0.7) ? unit(on: pooled, window: [("kernel", "1")]) : pooled)
        }
        let parts = ends.compactMap { $0 }
        if parts.count > 1 { _ = add("concat", [], reading: parts) }
    }

    private mutating func residual() {
        let from = picture()
        let count = draw.chance(0.7) ? from.shape[0] : filters()
        let window = draw.chance(0.6) ? [("kernel", "3"), ("pad", "1")] : [("kernel", "1")]
        guard let middle = unit(on: from, window: window),
            let body = convolution(on: middle, filters: count, window: [("kernel", "1")])
        else { return }
        var ends = [draw.chance(0.6) ? batchNorm(on: body) ?? body : body, from]
        if count != from.shape[0] {
            guard let shortcut = convolution(on: from, filters: count, window: [("kernel", "1")]) else { return }
            ends[1] = draw.chance(0.5) ? batchNorm(on: shortcut) ?? shortcut : shortcut
        }
        guard let sum = add("add", [], reading: draw.chance(0.5) ? ends : ends.reversed()) else { return }
        if draw.chance(0.7 * taste.kinks) { add("relu", reading: sum) }
    }

    /// Each reads all before it, side by side.
    private mutating func dense() {
        var from = picture()
        for _ in 0..<draw.number(1...3) {
            var end = from
            if draw.chance(0.5), let norm = batchNorm(on: end) { end = norm }
            if draw.chance(0.5 * taste.kinks), let relu = add("relu", reading: end) { end = relu }
            guard let made = unit(on: end, window: [("kernel", "3"), ("pad", "1")]),
                let both = add("concat", [], reading: draw.chance(0.5) ? [from, made] : [made, from])
            else { return }
            from = both
        }
    }

    /// A pool of a pool, of a pool perhaps, and who else reads them.
    private mutating func pools() {
        var end = picture()
        for _ in 0..<draw.number(2...3) {
            let fields = [("kernel", "3"), ("stride", "1"), ("pad", "1")]
            let isMaximum = draw.chance(taste.kinks) && draw.chance(0.7)
            guard let made = add(isMaximum ? "max-pool" : "average-pool", fields, reading: end) else { return }
            if draw.chance(0.4) { convolution(on: draw.chance(0.5) ? end : made) }
            end = made
        }
        if draw.chance(0.5) { convolution(on: end, window: [("kernel", "1")]) }
    }

    /// Parts of a concatenation that others read too, and that pools, sums and convolutions make.
    private mutating func slices() {
        let from = picture()
        let same = [("kernel", "3"), ("stride", "1"), ("pad", "1")]
        var parts: [Drafted] = []
        for _ in 0..<draw.number(2...4) {
            let made: Drafted?
            switch draw.number(0...5) {
            case 0: made = maxPool(same, on: from)
            case 1: made = add("average-pool", same, reading: from)
            case 2: made = convolution(on: from, window: [("kernel", "3"), ("pad", "1")])
            case 3: made = batchNorm(on: from)
            case 4: made = parts.last.flatMap { add("add", reading: $0, $0) }
            default: made = unit(on: from, window: [("kernel", "1")])
            }
            if let made { parts.append(made) }
        }
        guard parts.count > 1, let whole = add("concat", [], reading: parts) else { return }
        for part in parts where draw.chance(0.3) {
            switch draw.number(0...3) {
            case 0: convolution(on: part, window: [("kernel", "1")])
            case 1: _ = maxPool(same, on: part)
            case 2: if draw.chance(taste.kinks) { add("relu", reading: part) }
            default: _ = add("concat", [], reading: [part, whole])
            }
        }
        if draw.chance(0.4) { convolution(on: whole) }
    }

    /// Layers that keep the shape, one behind the other in any order: some can take the place of what they read, and some
    /// are needed again as they were.
    private mutating func chain() {
        var end = picture()
        if draw.chance(0.7) { end = convolution(on: end) ?? end }
        for _ in 0..<draw.number(2...5) {
            let made: Drafted?
            switch draw.number(0...6) {
            case 0, 1: made = batchNorm(on: end)
            case 2: made = draw.chance(taste.kinks) ? add("relu", reading: end) : nil
            case 3: made = add("dropout", [("ratio", "0.3")], reading: end)
            case 4: made = softmax(on: end)
            case 5: made = add("lrn", [("size", "3"), ("alpha", "0.3")], reading: end)
            default: made = add("add", reading: end, end)
            }
            end = made ?? end
        }
    }

    /// A value made flat by several, and what is done to one of them.
    private mutating func rows() {
        let from = source()
        var ends: [Drafted] = []
        for _ in 0..<draw.number(2...3) {
            guard let flat = add("flatten", reading: from) else { continue }
            let isChanged = draw.chance(0.6)
            ends.append(isChanged ? add(draw.chance(taste.kinks) ? "relu" : "dropout", reading: flat) ?? flat : flat)
        }
        guard ends.count > 1 else { return }
        _ = add(draw.chance(0.5) ? "add" : "concat", [], reading: ends)
    }

    private mutating func maxPool(_ fields: [(String, String)], on value: Drafted) -> Drafted? {
        add(draw.chance(taste.kinks) ? "max-pool" : "average-pool", fields, reading: value)
    }
}
