import Layers
import Networks
package import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

/// A network as boxes and arrows: layers and closed modules are boxes, open modules and auxiliary classifiers frames around
/// what is in them.
package struct NetworkGraph: Sendable {
    struct Box: Sendable {
        /// What the box is of, for its colour.
        enum Role: String, Sendable {
            case input, layer, learning, module
        }

        let title: String
        /// Below the title: type, fields, shape.
        let lines: [String]
        let role: Role
        /// Whether only training computes it.
        let isAuxiliary: Bool
    }

    struct Frame: Sendable {
        let title: String
        let isAuxiliary: Bool
        let content: [Element]
    }

    indirect enum Element: Sendable {
        /// A box, by its place in `boxes`.
        case box(Int)
        case frame(Frame)
    }

    /// An arrow between two boxes, by their places.
    struct Arrow: Hashable, Sendable {
        let from: Int
        let to: Int
        let isAuxiliary: Bool
    }

    let name: String
    /// The first is the network's input.
    let boxes: [Box]
    let elements: [Element]
    let arrows: [Arrow]

    /// - Parameter depth: how deep modules are opened: 1 draws the network's own steps, 2 also what they are made of.
    package init(_ experiment: Experiment, depth: Int) {
        var drawing = Drawing(experiment, depth: depth)
        let elements = drawing.elements()
        name = experiment.network.name
        boxes = drawing.boxes
        self.elements = [.box(0)] + elements
        arrows = drawing.arrows()
    }
}

/// A graph in the making.
private struct Drawing {
    private let network: Network
    private let items: [Outline.Item]
    private let depth: Int
    private(set) var boxes: [NetworkGraph.Box]
    /// The box of each node.
    private var places: [Int]
    private var fields = EffectiveFields()

    init(_ experiment: Experiment, depth: Int) {
        network = experiment.network
        items = Outline(network).items(toDepth: depth)
        self.depth = depth
        let shape = experiment.network.inputShape
        boxes = [.init(title: "input", lines: [shape.timesText], role: .input, isAuxiliary: false)]
        places = network.nodes.map { _ in 0 }
    }

    /// Makes a box or a frame of every item.
    mutating func elements() -> [NetworkGraph.Element] {
        var next = items.startIndex
        return elements(at: 0, &next)
    }

    private mutating func elements(at level: Int, _ next: inout Int) -> [NetworkGraph.Element] {
        var result: [NetworkGraph.Element] = []
        while next < items.endIndex, items[next].depth >= level {
            let item = items[next]
            next += 1
            let isOpen = item.depth + 1 < depth && item.isGroup && !item.nodes.isEmpty
            if isOpen {
                let content = elements(at: level + 1, &next)
                result.append(
                    .frame(.init(title: title(item), isAuxiliary: isAuxiliary(item), content: content)))
            } else if !item.nodes.isEmpty {
                for node in item.nodes { places[node] = boxes.count }
                boxes.append(box(item))
                result.append(.box(boxes.count - 1))
            }
        }
        return result
    }

    /// Arrows along the data, each once.
    func arrows() -> [NetworkGraph.Arrow] {
        var seen: Set<NetworkGraph.Arrow> = []
        return network.nodes.indices.flatMap { node in
            network.nodes[node].inputs.map { value in
                NetworkGraph.Arrow(
                    from: value.node.map { places[$0] } ?? 0, to: places[node],
                    isAuxiliary: network.auxiliary(ofNode: node) != nil)
            }
        }.filter { $0.from != $0.to && seen.insert($0).inserted }
    }

    private func isAuxiliary(_ item: Outline.Item) -> Bool {
        item.nodes.first.map { network.auxiliary(ofNode: $0) != nil } ?? false
    }

    private func title(_ item: Outline.Item) -> String {
        switch item.content {
        case .layer(let node): network.nodes[node].path.lastName
        case .module(let index): "\(network.modules[index].path.lastName) (\(network.modules[index].name))"
        case .auxiliary(let index):
            "\(network.auxiliaries[index].path.lastName) (only in training, weight \(shortest(network.auxiliaries[index].weight)))"
        }
    }

    private mutating func box(_ item: Outline.Item) -> NetworkGraph.Box {
        switch item.content {
        case .layer(let node): layerBox(node)
        case .module(let index):
            groupBox(item, network.modules[index].path, network.modules[index].name, network.modules[index].output)
        case .auxiliary(let index):
            groupBox(
                item, network.auxiliaries[index].path,
                "only in training, weight \(shortest(network.auxiliaries[index].weight))",
                network.auxiliaries[index].output)
        }
    }

    private func groupBox(_ item: Outline.Item, _ path: String, _ kind: String, _ output: Value) -> NetworkGraph.Box {
        .init(
            title: path.lastName, lines: (kind == path.lastName ? [] : [kind]) + [network.shape(of: output).timesText],
            role: .module,
            isAuxiliary: isAuxiliary(item))
    }

    private mutating func layerBox(_ index: Int) -> NetworkGraph.Box {
        let node = network.nodes[index]
        let name = node.path.lastName
        var text = ""
        if let written = node.origin { text = fields.text(of: written, node.kind) }
        let lines =
            (name == node.kind.name ? [] : [node.kind.name]) + (text.isEmpty ? [] : [text])
            + (node.outputShape.rank == 0 ? [] : [node.outputShape.timesText])
        return .init(
            title: name, lines: lines, role: node.parameters.isEmpty ? .layer : .learning,
            isAuxiliary: network.auxiliary(ofNode: index) != nil)
    }
}

extension Outline.Item {
    fileprivate var isGroup: Bool {
        if case .layer = content { return false }
        return true
    }
}

extension String {
    /// `conv` of `stem/conv`.
    fileprivate var lastName: String { split(separator: "/").last.map(String.init) ?? self }
}

extension Shape {
    /// `192 × 32 × 32`
    fileprivate var timesText: String { lengths.map(String.init).joined(separator: " × ") }
}
