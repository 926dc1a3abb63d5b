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
    let expanded: ExpandedNetwork
    let collector: DiagnosticCollector
    private(set) var nodes: [Network.Node?] = []
    private let inputShape: Shape?
    private let inputSpan: SourceSpan

    /// The network, as far as it can be built; the mistakes are in `collector`.
    ///
    /// - Parameters:
    ///   - input: the shape of a picture; nil where it has a mistake, and nothing is known of shapes.
    ///   - inputSpan: where the spec gives that shape.
    ///   - span: where the spec has its steps.
    package static func build(
        _ expanded: ExpandedNetwork, name: String, input: Shape?, inputSpan: SourceSpan, at span: SourceSpan,
        into collector: DiagnosticCollector
    ) -> BuiltNetwork {
        var builder = NetworkBuilder(
            expanded: expanded, collector: collector, inputShape: input, inputSpan: inputSpan)
        for layer in expanded.layers { builder.nodes.append(collector.isFull ? nil : builder.node(layer)) }
        builder.checkExpectations()
        return BuiltNetwork(nodes: builder.nodes, network: builder.network(named: name, at: span))
    }

    private init(
        expanded: ExpandedNetwork, collector: DiagnosticCollector, inputShape: Shape?, inputSpan: SourceSpan
    ) {
        self.expanded = expanded
        self.collector = collector
        self.inputShape = inputShape
        self.inputSpan = inputSpan
    }

    private func node(_ layer: ExpandedLayer) -> Network.Node? {
        guard let kind = LayerCatalogue.kind(named: layer.kind) else { return nil }
        let reading = FieldReader.read(
            layer.fields, of: layer.kind, at: layer.kindSpan,
            context: layer.isGuess ? .silent : FieldContext(collector: collector, trace: layer.trace),
            invalid: layer.invalidFields, besides: Step.commonFields, by: kind.make)
        let shapes = layer.sources.compactMap(shape)
        guard let (product, fields) = reading, !hasMistakenName(in: layer), shapes.count == layer.sources.count,
            !shapes.isEmpty
        else { return nil }
        do throws(ShapeError) {
            let output = try product.outputShape(shapes)
            let node = Network.Node(
                path: layer.path, layer: product, inputs: layer.sources.map(value), inputShapes: shapes,
                outputShape: output, origin: layer)
            if let error = Self.oversize(node) { throw error }
            return sharing(layer, node)
        } catch {
            collector.report(diagnosis.diagnostic(error, in: layer, shapes, fields))
            return nil
        }
    }

    private func shape(_ source: LayerSource) -> Shape? {
        switch source {
        case .input: return inputShape
        // What reads a loss is not checked: that it does is the mistake, which `hasLossesAtEnds` reports.
        case .layer(let index): return nodes[index].flatMap { $0.layer is any LossLayer ? nil : $0.outputShape }
        case .unknown: return nil
        }
    }

    func value(_ source: LayerSource) -> Value {
        if case .layer(let index) = source { return Value(of: index) }
        return .input
    }

    /// The shape that a layer gives, where nothing is wrong with it; nothing is reported.
    ///
    /// - Parameter inputs: the shapes that arrive, without the batch.
    package static func outputShape(of layer: ExpandedLayer, _ inputs: [Shape]) -> Shape? {
        guard let kind = LayerCatalogue.kind(named: layer.kind), !inputs.isEmpty,
            let product = FieldReader.read(
                layer.fields, of: layer.kind, at: layer.kindSpan, context: .silent, besides: Step.commonFields,
                by: kind.make)?.product, let output = try? product.outputShape(inputs)
        else { return nil }
        let node = Network.Node(
            path: layer.path, layer: product, inputs: [], inputShapes: inputs, outputShape: output)
        return oversize(node) == nil ? output : nil
    }

    private static func oversize(_ node: Network.Node) -> ShapeError? {
        let limit = SizeLimit.numbers
        let tensors = [("the output", node.outputShape)] + node.parameters.map { ("`\($0.name.rawValue)`", $0.shape) }
        guard let (name, shape) = tensors.first(where: { $0.1.checkedElementCount(limit: limit) == nil }) else {
            return nil
        }
        let others = Shape(Array(shape.lengths.dropFirst()))
        return ShapeError(
            "the numbers in \(name) must be at most \(limit), and would be \(SizeLimit.product(shape))",
            help: others.checkedElementCount(limit: limit).map {
                "with \(others), at most \(limit / $0) channels are possible"
            } ?? "make `input` smaller, or a stride larger")
    }

    private var diagnosis: ShapeDiagnosis {
        ShapeDiagnosis(expanded: expanded, nodes: nodes, input: (inputShape, inputSpan))
    }

    private func checkExpectations() {
        for expectation in expanded.expectations where !collector.isFull {
            guard let shape = shape(expectation.source) else { continue }
            let axis = PictureAxis(rawValue: expectation.axis)?.index ?? 0
            let isMet = axis < shape.rank && shape[axis] == expectation.length
            if !isMet { collector.report(mismatch(expectation, shape, axis)) }
        }
    }

    private func mismatch(_ expectation: Expectation, _ shape: Shape, _ axis: Int) -> Diagnostic {
        let (name, length) = (expectation.axis, expectation.length)
        let verb = name == PictureAxis.channels.name ? "arrive" : "arrives"
        let arriving = axis < shape.rank ? shape[axis] : nil
        let found = arriving.map { "\($0) \(verb)" } ?? "\(shape) arrives"
        var message = "the \(name) that \(verb) must be \(length), and \(found)"
        var help: Remedy?
        var notes = [diagnosis.origin(of: expectation.source, shape, axis: name)]
        if let parameter = expectation.parameter, let arriving {
            message = "`\(parameter)` must be the \(name) that \(verb), \(arriving), found `\(length)`"
            help = Remedy(
                "write `\(parameter): \(arriving)`",
                edits: expectation.isLiteral ? expectation.span.edits(writing: "\(arriving)") : [])
        } else if arriving != nil {
            let isSquare = axis > 0 && shape[1] == shape[2]
            let wanted = Shape(
                shape.lengths.enumerated().map { $0.offset == axis || isSquare && $0.offset > 0 ? length : $0.element })
            let remedy = diagnosis.remedy(toMake: wanted, of: expectation.source)
            help = (remedy?.help).map { Remedy($0) }
            notes += remedy.map { [$0.note] } ?? []
        }
        return Diagnostic(
            .moduleInput, message, at: expectation.span, help: help, notes: notes + expectation.trace)
    }

    private func network(named name: String, at span: SourceSpan) -> Network? {
        let checked = nodes.compactMap { $0 }
        guard hasLossesAtEnds else { return nil }
        guard expanded.isWhole, checked.count == expanded.layers.count, let inputShape else { return nil }
        guard let last = value(expanded.output).node else {
            collector.report(
                Diagnostic(
                    .emptyNetwork, "a network must have at least one layer", at: span,
                    help: "add a layer, for example `- linear: {outputs: 10}`"))
            return nil
        }
        let endsInLoss = checked[last].layer is any LossLayer
        let output = endsInLoss ? checked[last].inputs[0] : Value(of: last)
        let auxiliaries = auxiliaries(of: checked, besides: [output, Value(of: last)])
        guard auxiliaries.count == expanded.auxiliaries.count else { return nil }
        return Network(
            name: name, inputShape: inputShape, nodes: checked,
            modules: expanded.modules.map {
                Network.Module(
                    path: $0.path, name: $0.module, nodes: $0.layers, output: value($0.output), origin: $0)
            },
            output: output, auxiliaries: auxiliaries.map(\.auxiliary),
            losses: (endsInLoss ? [Network.Loss(node: last, weight: 1)] : []) + auxiliaries.compactMap(\.loss))
    }

    /// A loss ends the network, or an auxiliary classifier; whether every one does.
    private var hasLossesAtEnds: Bool {
        let ends = Set([expanded.output] + expanded.auxiliaries.map(\.output))
        let read = Set(expanded.layers.flatMap(\.sources))
        let others = nodes.indices.filter { index in
            guard nodes[index]?.layer is any LossLayer else { return false }
            return read.contains(.layer(index)) || expanded.isWhole && !ends.contains(.layer(index))
        }
        for index in others {
            let layer = expanded.layers[index]
            let owner = expanded.auxiliaries.first { $0.layers.contains(index) }
            collector.report(
                Diagnostic(
                    .lossPlace, "a loss must be the last layer" + (owner.map { " of `\($0.path)`" } ?? ""),
                    at: layer.kindSpan, help: "move `\(layer.kind)` to the end", notes: layer.trace))
        }
        return others.isEmpty
    }
}
