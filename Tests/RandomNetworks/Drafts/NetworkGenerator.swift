import LayerCases
import Layers
import Tensors

/// Makes up small networks, one for each seed, that reach what the engine does specially: odd channels, groups, values with
/// several readers, concatenations of all kinds, pools of pools, layers that can work in place, auxiliary classifiers.
///
/// A layer is drawn, and asked what shape it makes; one that refuses its input is left out.
package struct NetworkGenerator {
    /// What a layer of the draft makes.
    struct Drafted: Hashable {
        let name: String
        let shape: Shape

        var isPicture: Bool { shape.rank == 3 }
    }

    var draw: Draw
    var draft: NetworkDraft
    /// The input, then what each layer makes.
    var values: [Drafted]
    let taste: Taste
    private var multiplyAdds = 0
    private var elements = 0

    /// For the whole batch: what the reference computes, forward, in some 20 ms.
    private static let mostMultiplyAdds = 2_000_000
    private static let mostElements = 60_000
    private static let mostLayers = 24

    /// The network of a seed.
    package static func draft(seed: UInt64) -> NetworkDraft {
        var generator = NetworkGenerator(seed: seed)
        for _ in 0..<generator.draw.number(2...14) where !generator.isFull { generator.move() }
        generator.end()
        return generator.draft
    }

    private init(seed: UInt64) {
        draw = Draw(seed, .network)
        taste = Taste(&draw)
        let height = draw.chance(0.06) ? 1 : draw.number(2...11)
        let width = draw.chance(0.5) ? height : draw.number(1...11)
        let input: Shape = [draw.one(of: [1, 3, 3, 3, 4, 8, 16, 17, 24]), height, width]
        draft = NetworkDraft(
            input: input, classes: draw.number(2...7), batch: draw.chance(0.05) ? 16 : draw.number(1...6),
            labelSmoothing: draw.one(of: ["0", "0.1"]))
        values = [Drafted(name: "input", shape: input)]
    }

    private var isFull: Bool { draft.layers.count >= Self.mostLayers || elements > Self.mostElements }

    /// Adds a layer; nil where it cannot read these values, or would take too long.
    @discardableResult mutating func add(
        _ kind: String, _ fields: [(String, String)] = [], reading inputs: Drafted...
    ) -> Drafted? {
        add(kind, fields, reading: inputs)
    }

    mutating func add(_ kind: String, _ fields: [(String, String)], reading inputs: [Drafted]) -> Drafted? {
        let layer = NetworkDraft.Layer(
            name: "v\(draft.layers.count + 1)", kind: kind, fields: fields.map { .init(key: $0.0, value: $0.1) },
            inputs: inputs.map(\.name))
        guard let made = output(of: layer, on: inputs.map(\.shape)) else { return nil }
        draft.layers.append(layer)
        let value = Drafted(name: layer.name, shape: made)
        values.append(value)
        return value
    }

    /// The shape of what a layer makes; nil where it cannot be.
    mutating func output(of drafted: NetworkDraft.Layer, on shapes: [Shape]) -> Shape? {
        guard let layer = try? read(layer: drafted.plainText), let output = try? layer.outputShape(shapes) else {
            return nil
        }
        let products = layer.multiplyAdds(shapes, output: output) * draft.batch
        guard multiplyAdds + products <= Self.mostMultiplyAdds, output.elementCount * draft.batch <= Self.mostElements
        else { return nil }
        multiplyAdds += products
        elements += output.elementCount * draft.batch
        return output
    }
}

// What is read.
extension NetworkGenerator {
    var last: Drafted { values[values.count - 1] }

    /// A value that a layer may read, the last more often than others.
    mutating func source() -> Drafted {
        if draw.chance(0.55) { return last }
        return draw.chance(0.75) ? draw.one(of: values.suffix(6)) : draw.one(of: values)
    }

    /// A value that is a picture.
    mutating func picture() -> Drafted {
        let found = source()
        if found.isPicture { return found }
        return draw.one(of: values.filter(\.isPicture))
    }

    /// The values that no layer reads.
    var unread: [Drafted] {
        let read = Set(draft.layers.flatMap(\.inputs))
        return values.dropFirst().filter { !read.contains($0.name) }
    }
}
