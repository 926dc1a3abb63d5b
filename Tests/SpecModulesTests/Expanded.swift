import Diagnostics
import SpecModules
import SpecSyntax
import TestSupport
import Testing

/// A spec's `network`, with its `modules` and `include`, expanded as far as it goes.
struct Expanded {
    let network: ExpandedNetwork?
    let diagnostics: [Diagnostic]

    static let vocabulary = LayerVocabulary([
        "add": .several, "concat": .several, "convolution": .one, "linear": .one, "max-pool": .one, "relu": .one,
    ])

    /// - Parameter files: texts by their paths, which the spec can include.
    init(_ text: String, at path: String = "spec.yaml", besides files: [String: String] = [:]) {
        self.init(
            SourceFile(path: path, text: text),
            from: SourceProvider(buffers: files, readsDisk: false, notations: [.yaml]))
    }

    init(_ file: SourceFile, from sources: SourceProvider) {
        let collector = DiagnosticCollector()
        network = Self.expand(file, from: sources, collector)
        diagnostics = collector.diagnostics
    }

    private static func expand(
        _ file: SourceFile, from sources: SourceProvider, _ collector: DiagnosticCollector
    ) -> ExpandedNetwork? {
        guard let tree = sources.tree(of: file, into: collector) else { return nil }
        let library = LibraryLoader.load(
            from: tree, at: file.path, in: sources, layerNames: Set(vocabulary.inputs.keys), into: collector)
        guard let steps = tree["network"] else { return nil }
        let constants = tree.mapping?.filter { $0.key == "classes" } ?? []
        return Expander.expand(
            steps, library: library, vocabulary: vocabulary, sources: sources, constants: constants,
            into: collector)
    }

    /// One line for each layer: `path: kind(sources) key=value`.
    var outline: [String] {
        (network?.layers ?? []).map { layer in
            let sources = layer.sources.map(name).joined(separator: ", ")
            let fields = layer.fields.map { " \($0.key)=\(text($0.value))" }.joined()
            return "\(layer.path): \(layer.kind)(\(sources))\(fields)"
        }
    }

    /// One line for each auxiliary classifier: `path: weight (source) its layers`.
    var auxiliaries: [String] {
        (network?.auxiliaries ?? []).map { auxiliary in
            let paths = auxiliary.layers.compactMap { network?.layers[$0].path }.joined(separator: ", ")
            return
                "\(auxiliary.path): \(auxiliary.weight) (\(name(auxiliary.source))) \(paths) → \(name(auxiliary.output))"
        }
    }

    private func name(_ source: LayerSource) -> String {
        switch source {
        case .input: "input"
        case .layer(let index): network?.layers[index].path ?? "?"
        case .unknown: "unknown"
        }
    }

    private func text(_ node: SyntaxNode) -> String {
        node.scalar?.text ?? node.sequence.map { "[\($0.map(text).joined(separator: ", "))]" } ?? "{…}"
    }
}

/// Holds a spec without mistakes to the layers that it expands to, one line each.
func expectOutline(_ text: String, _ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    let expanded = Expanded(text)
    #expect(expanded.diagnostics.map(described) == [], sourceLocation: sourceLocation)
    #expect(expanded.outline == lines, sourceLocation: sourceLocation)
}
