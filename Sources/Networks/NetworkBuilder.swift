package import Diagnostics
import Layers
package import SpecModules
import SpecSyntax
package import Tensors

/// Gives an expanded network its types: reads every layer's fields, infers every shape, checks what modules expect.
///
/// Where what arrives at a layer is not known, after a mistake before it, its shapes are not checked, so one mistake
/// makes one diagnostic.
package struct NetworkBuilder {
    /// Numbers in one tensor of one picture, or in one parameter.
    private static let mostElements = Int(Int32.max)

    let expanded: ExpandedNetwork
    let collector: DiagnosticCollector
    private var nodes: [Network.Node?] = []
    private let inputShape: Shape?

    /// The network; nil, with the reasons in `collector`, when there is a mistake in it.
    ///
    /// - Parameter input: the shape of a picture; nil where it has a mistake, and nothing is known of shapes.
    package static func build(
        _ expanded: ExpandedNetwork, name: String, input: Shape?, at span: SourceSpan,
        into collector: DiagnosticCollector
    ) -> Network? {
        var builder = NetworkBuilder(expanded: expanded, collector: collector, inputShape: input)
        for layer in expanded.layers { builder.nodes.append(builder.node(layer)) }
        builder.checkExpectations()
        return builder.network(named: name, at: span)
    }

    private init(expanded: ExpandedNetwork, collector: DiagnosticCollector, inputShape: Shape?) {
        self.expanded = expanded
        self.collector = collector
        self.inputShape = inputShape
    }

    private func node(_ layer: ExpandedLayer) -> Network.Node? {
        guard let kind = LayerCatalogue.kind(named: layer.kind) else { return nil }
        let reading = FieldReader.read(
            layer.fields, of: layer.kind, at: layer.kindSpan,
            context: layer.isGuess ? .silent : FieldContext(collector: collector, trace: layer.trace),
            spoiled: layer.spoiledFields, by: kind.make)
        let shapes = layer.sources.compactMap(shape)
        guard let (product, fields) = reading, shapes.count == layer.sources.count, !shapes.isEmpty else { return nil }
        do throws(ShapeError) {
            let output = try product.outputShape(shapes)
            let node = Network.Node(
                path: layer.path, layer: product, inputs: layer.sources.map(value), inputShapes: shapes,
                outputShape: output)
            if let error = oversize(node) { throw error }
            return node
        } catch {
            report(error, in: layer, shapes: shapes, fields: fields)
            return nil
        }
    }

    private func shape(_ source: LayerSource) -> Shape? {
        switch source {
        case .input: return inputShape
        case .layer(let index): return nodes[index]?.outputShape
        case .unknown: return nil
        }
    }

    func value(_ source: LayerSource) -> Value {
        if case .layer(let index) = source { return Value(of: index) }
        return .input
    }

    private func describe(_ source: LayerSource) -> String {
        if case .layer(let index) = source { return "`\(expanded.layers[index].path)`" }
        return "the network's input"
    }

    private func oversize(_ node: Network.Node) -> ShapeError? {
        if node.outputShape.checkedElementCount(limit: Self.mostElements) == nil {
            return ShapeError(
                "a tensor must have at most \(Self.mostElements) numbers, and the output would be \(node.outputShape)")
        }
        for parameter in node.parameters where parameter.shape.checkedElementCount(limit: Self.mostElements) == nil {
            return ShapeError(
                "a parameter must have at most \(Self.mostElements) numbers, and `\(parameter.name.rawValue)` would be "
                    + "\(parameter.shape)")
        }
        return nil
    }

    private func report(_ error: ShapeError, in layer: ExpandedLayer, shapes: [Shape], fields: FieldReader) {
        let arrivals = zip(layer.sources, shapes).map { source, shape in
            Diagnostic.Note("\(describe(source)) gives \(shape)", at: span(source))
        }
        collector.report(
            Diagnostic(
                "shape", "`\(layer.path)`: \(error.message)", at: error.field.map(fields.span(of:)) ?? layer.kindSpan,
                help: error.help, notes: arrivals + layer.trace))
    }

    private func span(_ source: LayerSource) -> SourceSpan? {
        if case .layer(let index) = source { return expanded.layers[index].kindSpan }
        return nil
    }

    private func checkExpectations() {
        for expectation in expanded.expectations {
            guard let shape = shape(expectation.source) else { continue }
            let axis = ["channels": 0, "height": 1, "width": 2][expectation.axis, default: 0]
            let arriving = axis < shape.rank ? shape[axis] : nil
            if arriving != expectation.length { collector.report(mismatch(expectation, shape, arriving)) }
        }
    }

    private func mismatch(_ expectation: Expectation, _ shape: Shape, _ arriving: Int?) -> Diagnostic {
        let (axis, length) = (expectation.axis, expectation.length)
        let verb = axis == "channels" ? "arrive" : "arrives"
        let found = arriving.map { "\($0) \(verb)" } ?? "\(shape) arrives"
        let message =
            if let parameter = expectation.parameter, let arriving {
                "`\(parameter)` must be the \(axis) that \(verb), \(arriving), found `\(length)`"
            } else {
                "the \(axis) that \(verb) must be \(length), and \(found)"
            }
        let help = expectation.parameter.flatMap { parameter in arriving.map { "write `\(parameter): \($0)`" } }
        let source = Diagnostic.Note("\(describe(expectation.source)) gives \(shape)", at: span(expectation.source))
        return Diagnostic(
            "module-input", message, at: expectation.span, help: help, notes: [source] + expectation.trace)
    }

    private func network(named name: String, at span: SourceSpan) -> Network? {
        let checked = nodes.compactMap { $0 }
        guard expanded.isWhole, checked.count == expanded.layers.count, let inputShape else { return nil }
        guard let last = value(expanded.output).node else {
            collector.report(
                Diagnostic(
                    "empty-network", "a network must have at least one layer", at: span,
                    help: "add a layer, for example `- linear: {outputs: 10}`"))
            return nil
        }
        let endsInLoss = checked[last].layer is any LossLayer
        let output = endsInLoss ? checked[last].inputs[0] : Value(of: last)
        let auxiliaries = auxiliaries(of: checked, besides: [output, Value(of: last)])
        guard hasLossesAtEnds(checked), auxiliaries.count == expanded.auxiliaries.count else { return nil }
        return Network(
            name: name, inputShape: inputShape, nodes: checked,
            modules: expanded.modules.map {
                Network.Module(path: $0.path, name: $0.module, nodes: $0.layers, output: value($0.output))
            },
            output: output, auxiliaries: auxiliaries.map(\.auxiliary),
            losses: (endsInLoss ? [Network.Loss(node: last, weight: 1)] : []) + auxiliaries.compactMap(\.loss))
    }

    /// A loss ends the network, or an auxiliary classifier; whether every one does.
    private func hasLossesAtEnds(_ nodes: [Network.Node]) -> Bool {
        let ends = Set([expanded.output] + expanded.auxiliaries.map(\.output))
        let others = nodes.indices.filter { nodes[$0].layer is any LossLayer && !ends.contains(.layer($0)) }
        for index in others {
            let layer = expanded.layers[index]
            let owner = expanded.auxiliaries.first { $0.layers.contains(index) }
            collector.report(
                Diagnostic(
                    "loss-place", "a loss must be the last layer" + (owner.map { " of `\($0.path)`" } ?? ""),
                    at: layer.kindSpan, help: "move `\(layer.kind)` to the end", notes: layer.trace))
        }
        return others.isEmpty
    }
}
