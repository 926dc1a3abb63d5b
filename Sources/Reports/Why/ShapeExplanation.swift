import Diagnostics
import Layers
import Networks
package import SpecCompiler
import SpecModules
import SpecSyntax
import Tensors

/// How the shape of one layer's output, or of a module's, came about: the layer's rule with its numbers, where each number
/// was written, what arrives, and the way that it took from the picture.
package struct ShapeExplanation: Sendable {
    /// A field of the layer or an argument of the use.
    struct Setting: Sendable {
        let name: String
        let value: String
        let origin: Origin
    }

    struct Arrival: Sendable {
        let path: String
        let shape: Shape
        let span: SourceSpan?
    }

    let path: String
    /// The layer whose output it is; for a use of a module its last.
    let layer: String
    let kind: String
    let kindSpan: SourceSpan
    /// The use's module and arguments, where the path names a use.
    let use: (module: String, arguments: [Setting])?
    /// What the path names, in words: ``module `inception` ``, `` `relu` ``.
    let noun: String
    let outputShape: Shape
    let rules: [LengthRule]
    /// The fields that the rules mention, then the others that are written.
    let settings: [Setting]
    let arrivals: [Arrival]
    /// The uses of modules around the layer, innermost first.
    let trace: [Diagnostic.Note]
    /// From the picture to what arrives.
    let way: [Stage]

    /// - Throws: `UnknownPath` when there is nothing of this name.
    package init(_ experiment: Experiment, path: String) throws(UnknownPath) {
        let network = experiment.network
        let module = network.modules.first { $0.path == path }?.origin
        guard let index = network.value(at: path)?.node, let layer = network.nodes[index].origin else {
            throw UnknownPath(path, in: network)
        }
        let node = network.nodes[index]
        let origins = experiment.resolved.origins
        self.path = path
        self.layer = layer.path
        kind = layer.kind
        kindSpan = layer.kindSpan
        use = module.map { module in
            (module.module, module.arguments.map { Setting($0, in: module.body, origins) })
        }
        noun = Self.noun(of: path, use: module, kind: layer.kind, in: experiment)
        outputShape = node.outputShape
        rules = node.layer.lengthRules(node.inputShapes)
        settings = Self.settings(of: layer, node.kind, mentionedIn: rules, origins)
        arrivals = zip(node.inputs, node.inputShapes).map { value, shape in
            Arrival(
                path: value.node.map { network.nodes[$0].path } ?? "input", shape: shape,
                span: value.node.flatMap { network.nodes[$0].origin?.kindSpan }
                    ?? experiment.parts.written["input"]?.span)
        }
        trace = layer.trace
        way = Stage.way(to: index, in: experiment)
    }

    private static func noun(of path: String, use: ExpandedModule?, kind: String, in experiment: Experiment) -> String {
        let parts = experiment.parts
        if experiment.network.auxiliaries.contains(where: { $0.path == path }) { return "auxiliary classifier" }
        guard let use else { return "`\(kind)`" }
        if parts.library.definitions.contains(where: { $0.name == use.module }) { return "module `\(use.module)`" }
        return use.module == RepeatStep.kind ? "iteration of `\(use.module)`" : "layers given to a module"
    }

    private static func settings(
        of layer: ExpandedLayer, _ kind: LayerKind, mentionedIn rules: [LengthRule], _ origins: ValueOrigins
    ) -> [Setting] {
        let mentioned = Dictionary(
            grouping: rules.flatMap(\.formula.quantities).compactMap { quantity -> (field: String, value: Int)? in
                if case .field(let name) = quantity.source { return (name, quantity.value) }
                return nil
            }, by: \.field)
        let declarations = FieldReader.declarations(of: kind.make)
        let all = declarations.compactMap { declaration -> Setting? in
            if let entry = layer.fields.first(where: { $0.key == declaration.name }) {
                return Setting(entry, in: layer.body, origins)
            }
            guard let numbers = mentioned[declaration.name]?.map(\.value) else { return nil }
            return Setting(
                name: declaration.name, value: declaration.defaultText ?? Self.text(numbers),
                origin: Origin(leftOut: declaration, of: layer.kind))
        }
        return all.filter { mentioned[$0.name] != nil } + all.filter { mentioned[$0.name] == nil }
    }

    /// What an axis each was derived as: `3`, or `[3, 2]`.
    private static func text(_ numbers: [Int]) -> String {
        Set(numbers).count == 1 ? "\(numbers[0])" : "\(numbers)"
    }
}

extension ShapeExplanation.Setting {
    fileprivate init(_ entry: SyntaxNode.Entry, in body: String?, _ origins: ValueOrigins) {
        self.init(
            name: entry.key, value: entry.value.description, origin: Origin(of: entry.value, in: body, origins))
    }
}
