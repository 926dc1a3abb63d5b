import Tensors

// How a network ends: in a score for each class, and in classifiers beside it.
extension NetworkGenerator {
    mutating func end() {
        let bodyCount = draft.layers.count
        joinPictures()
        scores(of: row())
        for number in 0..<draw.one(of: [0, 0, 0, 1, 1, 2]) where bodyCount > 0 { auxiliary(number, bodyCount) }
    }

    /// Puts what nobody reads side by side, where it has one height and width; some stays unread.
    private mutating func joinPictures() {
        let pictures = unread.filter(\.isPicture)
        for size in Set(pictures.map { [$0.shape[1], $0.shape[2]] }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let alike = pictures.filter { [$0.shape[1], $0.shape[2]] == size }
            let joined = alike.filter { $0 == last || !draw.chance(0.1) }
            guard joined.count > 1, draw.chance(0.7) else { continue }
            let isOfOneShape = Set(joined.map(\.shape)).count == 1
            _ = add(isOfOneShape && draw.chance(0.5) ? "add" : "concat", [], reading: joined)
        }
    }

    /// One value of all that is still unread.
    private mutating func row() -> Drafted {
        let ends = unread.isEmpty ? [last] : unread
        guard ends.count > 1 else { return ends[0] }
        var rows: [Drafted] = []
        for end in ends {
            guard end.isPicture else {
                rows.append(end)
                continue
            }
            let pooled = draw.chance(0.5) ? add("global-average-pool", reading: end) ?? end : end
            if let flat = add("flatten", reading: pooled) { rows.append(flat) }
        }
        return add("concat", [], reading: rows) ?? rows[0]
    }

    private mutating func scores(of value: Drafted) {
        if value.isPicture, draw.chance(0.25),
            let made = add(
                "convolution", [("filters", "\(draft.classes)"), ("kernel", "1")], reading: value),
            add("global-average-pool", reading: made) != nil
        {
            return
        }
        var end = value
        if draw.chance(0.3), value.isPicture, let pooled = add("global-average-pool", reading: end) { end = pooled }
        if draw.chance(0.2), let hidden = linear(on: end) { end = hidden }
        if draw.chance(0.3 * taste.kinks), let relu = add("relu", reading: end) { end = relu }
        if add("linear", [("outputs", "\(draft.classes)")], reading: end) != nil { return }
        // What is left of the budget is not enough for every number.
        let pooled = value.isPicture ? add("global-average-pool", reading: value) ?? value : value
        draft.layers.append(
            NetworkDraft.Layer(
                name: "scores", kind: "linear", fields: [.init(key: "outputs", value: "\(draft.classes)")],
                inputs: [pooled.name]))
    }

    /// A classifier behind the layer that it branches off.
    private mutating func auxiliary(_ number: Int, _ bodyCount: Int) {
        let place = draw.number(0...bodyCount - 1)
        let source = values[place + 1]
        var steps: [NetworkDraft.Layer] = []
        func step(_ kind: String, _ fields: [NetworkDraft.Field] = []) -> NetworkDraft.Layer {
            NetworkDraft.Layer(name: "s\(steps.count + 1)", kind: kind, fields: fields, inputs: [])
        }
        if source.isPicture, draw.chance(0.4) {
            let filters = NetworkDraft.Field(key: "filters", value: "\(self.filters())")
            steps.append(step("convolution", [filters, .init(key: "kernel", value: "1")]))
            if draw.chance(taste.kinks) { steps.append(step("relu")) }
        }
        if source.isPicture, draw.chance(0.6) { steps.append(step("global-average-pool")) }
        steps.append(step("linear", [.init(key: "outputs", value: "\(draft.classes)")]))
        let weight = NetworkDraft.Field(key: "weight", value: draw.one(of: ["0.3", "1.5"]))
        let head = NetworkDraft.Layer(
            name: "head\(number + 1)", kind: "auxiliary", fields: [weight], inputs: [source.name], nested: steps)
        let behind = draft.layers.firstIndex { $0.name == source.name } ?? place
        draft.layers.insert(head, at: behind + 1)
    }
}
