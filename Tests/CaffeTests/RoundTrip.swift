import Caffe
import Diagnostics
import Layers
import Networks
import Reports
import SpecCompiler
import SpecSyntax
import Tensors
import TestSupport
import Testing

/// The spec in YAML that Caffe files become, the first of them the one that is given.
func yaml(_ files: [String: String], _ path: String) throws -> String {
    let (text, diagnostics) = try converted(files, path)
    return try #require(text, "\(diagnostics.map(described))")
}

/// The same, and what is said of it.
func converted(_ files: [String: String], _ path: String) throws -> (text: String?, diagnostics: [Diagnostic]) {
    let experiment = try compiled(files, path)
    let network = experiment.network
    let collector = DiagnosticCollector()
    let standard = StandardFields()
    let text = YAMLConversion.text(
        of: experiment.file, from: .memory(files), into: collector, reserved: StandardFields.layerNames,
        isStandard: { standard.contain($1, of: $0) },
        channels: { path in
            guard let path else { return network.inputShape[0] }
            return network.value(at: path).map { network.shape(of: $0)[0] }
        })
    return (text, collector.diagnostics)
}

/// What a spec's network is in Caffe's notation.
func prototxt(_ experiment: Experiment) throws -> String {
    let collector = DiagnosticCollector()
    let text = PrototxtConversion.text(of: experiment, into: collector)
    return try #require(text, "\(collector.diagnostics.map(described))")
}

/// Holds two networks to each other, layer by layer: what every layer holds, what it reads, its shapes, and how its parameters
/// begin. Only names may differ, and how a value is written.
func expectSame(_ before: Experiment, _ after: Experiment, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (left, right) = (Contents(before.network), Contents(after.network))
    #expect(left.layers.count == right.layers.count, sourceLocation: sourceLocation)
    for (left, right) in zip(left.layers, right.layers) { #expect(left == right, sourceLocation: sourceLocation) }
    #expect(left.output == right.output, sourceLocation: sourceLocation)
    #expect(left.auxiliaries == right.auxiliaries, sourceLocation: sourceLocation)
    #expect(before.network.inputShape == after.network.inputShape, sourceLocation: sourceLocation)
    #expect(before.network.name == after.network.name, sourceLocation: sourceLocation)
}

/// All that makes a network, but for its losses, which Caffe has where training begins.
private struct Contents {
    let layers: [String]
    let output: Int?
    let auxiliaries: [String]

    init(_ network: Network) {
        var places: [Int: Int] = [:]
        var layers: [String] = []
        for (number, node) in network.nodes.enumerated() where !(node.layer is any LossLayer) {
            places[number] = layers.count
            let sources = node.inputs.map { $0.node.flatMap { places[$0] } ?? -1 }
            let shared = node.shared.map { "\($0.key) of \(places[$0.value.node] ?? -1), \($0.value.index)" }.sorted()
            layers.append(
                "\(shared) \(node.kind.name) of \(sources) \(node.inputShapes) → \(node.outputShape) \(Self.values(of: node)) "
                    + node.parameters.map(Self.parameter).joined(separator: ", "))
        }
        func range(_ nodes: Range<Int>) -> String { "\(nodes.compactMap { places[$0] })" }
        self.layers = layers
        output = network.output.node.flatMap { places[$0] }
        auxiliaries = network.auxiliaries.map {
            "\($0.weight) \($0.source.node.flatMap { places[$0] } ?? -1) \(range($0.nodes))"
        }
    }

    /// What a layer holds, with rules as what they come to; how its parameters begin stands with these.
    private static func values(of node: Network.Node) -> String {
        var values: [String: String] = [:]
        func add(_ value: Any) {
            for child in Mirror(reflecting: value).children {
                if let window = child.value as? Window {
                    add(window)
                } else if let label = child.label {
                    values[label] = "\(child.value)"
                }
            }
        }
        add(node.layer)
        for (field, numbers) in node.layer.resolvedFields(node.inputShapes) {
            values[field == "pad" ? "padding" : field] = "\(numbers)"
        }
        // How many channels a slice keeps is its output's.
        if node.kind.name == "slice" { values["channels"] = nil }
        return values.filter { !$0.key.hasSuffix("Initializer") }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func parameter(_ parameter: ParameterSpecification) -> String {
        let distribution = parameter.initializer.distribution(fanIn: parameter.fanIn, fanOut: parameter.fanOut)
        let beginning = distribution.map { "\($0)" } ?? "\(parameter.initializer)"
        return "\(parameter.name) \(parameter.shape) \(parameter.role) \(parameter.batchShare) \(beginning)"
    }
}
